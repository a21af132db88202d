// The console works without this. With it: rows while they come, the wrong line marked, and the
// prefixes and terms of the graph offered while one types.
(() => {
  "use strict";

  const form = document.getElementById("console");
  const field = document.getElementById("query");
  const live = document.getElementById("live");
  if (!form || !field || !live) return;
  const SHOWN_ROWS = 500;

  const say = (text) => {
    const line = document.createElement("p");
    line.className = "source";
    line.textContent = text;
    live.replaceChildren(line);
    return line;
  };

  // What the page says of the query before; the examples, which come last, stay.
  const dropAnswer = () => {
    const examples = document.getElementById("examples")?.closest("section");
    while (live.nextElementSibling && live.nextElementSibling !== examples) {
      live.nextElementSibling.remove();
    }
  };

  const markLine = (number) => {
    if (!number) return;
    const lines = field.value.split("\n");
    const start = lines.slice(0, number - 1).join("\n").length + (number > 1 ? 1 : 0);
    field.focus();
    field.setSelectionRange(start, start + (lines[number - 1] ?? "").length);
    field.setAttribute("aria-invalid", "true");
  };
  markLine(Number(form.dataset.line));

  // ---- rows while they come ---------------------------------------------------------------------

  const addRow = (body, cells, tag) => {
    const row = document.createElement("tr");
    for (const text of cells) {
      const cell = document.createElement(tag);
      cell.textContent = text;
      row.append(cell);
    }
    body.append(row);
  };

  const showRows = async (reader) => {
    const table = document.createElement("table");
    table.className = "answer";
    const [head, body] = [table.createTHead(), table.createTBody()];
    const scroller = document.createElement("div");
    scroller.className = "scroller";
    scroller.append(table);
    live.append(scroller);
    const decoder = new TextDecoder();
    let rest = "";
    let count = -1;
    for (;;) {
      const { done, value } = await reader.read();
      rest += decoder.decode(value ?? new Uint8Array(), { stream: !done });
      const lines = rest.split("\n");
      rest = lines.pop();
      for (const line of lines) {
        if (count < 0) addRow(head, line.split("\t").map((name) => name.slice(1)), "th");
        else if (count < SHOWN_ROWS) addRow(body, line.split("\t"), "td");
        count += 1;
      }
      if (done) return;
    }
  };

  // The page that the server makes has links, files, pictures and programs too.
  const showPage = async (address) => {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = page.getElementById("main");
    if (!found) return;
    const old = [...document.getElementById("main").children];
    const keep = new Set([form, live]);
    for (const element of old.slice(old.indexOf(live) + 1)) element.remove();
    const fresh = [...found.children];
    const at = fresh.findIndex((element) => element.id === "live");
    live.replaceChildren();
    live.after(...fresh.slice(at + 1).filter((element) => !keep.has(element)));
  };

  const showProblem = async (answer) => {
    const problem = await answer.json();
    dropAnswer();
    const line = say(problem.detail ?? problem.title);
    line.className = "warning";
    line.setAttribute("role", "alert");
    markLine(problem.line);
  };

  let running;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    running?.abort();
    running = new AbortController();
    field.removeAttribute("aria-invalid");
    document.getElementById("query-problem")?.remove();
    const address = `/sparql?query=${encodeURIComponent(field.value)}`;
    const line = say(form.dataset.running);
    try {
      const headers = { Accept: "text/tab-separated-values, text/turtle;q=0.9, */*;q=0.1" };
      const answer = await fetch(address, { headers, signal: running.signal });
      if (!answer.ok) return await showProblem(answer);
      dropAnswer();
      const isTable = answer.headers.get("Content-Type")?.startsWith("text/tab-separated");
      if (isTable) await showRows(answer.body.getReader());
      line.remove();
      history.pushState(null, "", address);
      await showPage(address);
    } catch (error) {
      if (error.name !== "AbortError") form.submit();
    }
  });

  // Back and forward show the query of that address, and its answer.
  window.addEventListener("popstate", () => location.reload());

  // ---- completion -------------------------------------------------------------------------------

  const offers = document.createElement("ul");
  offers.className = "offers";
  offers.id = "offers";
  offers.setAttribute("role", "listbox");
  offers.hidden = true;
  field.after(offers);
  field.setAttribute("aria-controls", "offers");
  field.setAttribute("aria-autocomplete", "list");
  let known;
  let chosen = 0;

  const wordBefore = () => field.value.slice(0, field.selectionStart).match(/[\w:-]+$/)?.[0] ?? "";

  const matching = (word) => {
    const small = word.toLowerCase();
    const local = small.split(":").pop();
    const prefixes = Object.keys(known.prefixes).map((prefix) => `${prefix}:`);
    const all = [...known.terms.filter((term) => !term.startsWith("<")), ...prefixes];
    const first = all.filter((term) => term.toLowerCase().startsWith(small));
    const second = all.filter((term) => term.toLowerCase().includes(`:${local}`));
    return [...new Set([...first, ...second])].filter((term) => term !== word).slice(0, 12);
  };

  const choose = (place) => {
    chosen = (place + offers.children.length) % offers.children.length;
    [...offers.children].forEach((one, number) => {
      one.setAttribute("aria-selected", String(number === chosen));
    });
    offers.children[chosen].scrollIntoView({ block: "nearest" });
  };

  const accept = (text) => {
    const end = field.selectionStart;
    field.setRangeText(text, end - wordBefore().length, end, "end");
    offers.hidden = true;
    field.focus();
  };

  const offer = async () => {
    const word = wordBefore();
    offers.hidden = true;
    if (word.length < 2) return;
    if (!known) {
      const answer = await fetch("/sparql/terms");
      if (!answer.ok) return;
      known = await answer.json();
    }
    const found = matching(word);
    offers.replaceChildren(...found.map((text) => {
      const one = document.createElement("li");
      one.setAttribute("role", "option");
      one.textContent = text;
      one.addEventListener("mousedown", (event) => {
        event.preventDefault();
        accept(text);
      });
      return one;
    }));
    offers.hidden = found.length === 0;
    if (found.length) choose(0);
  };

  field.addEventListener("input", offer);
  field.addEventListener("blur", () => { offers.hidden = true; });
  field.addEventListener("keydown", (event) => {
    if (offers.hidden || event.ctrlKey || event.metaKey) return;
    const keys = {
      "ArrowDown": () => choose(chosen + 1),
      "ArrowUp": () => choose(chosen - 1),
      "Tab": () => accept(offers.children[chosen].textContent),
      "Escape": () => { offers.hidden = true; },
    };
    if (event.key in keys) {
      event.preventDefault();
      keys[event.key]();
    }
  });
})();
