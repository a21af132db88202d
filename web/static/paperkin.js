// Adds comfort only; every page works without it.
(() => {
  "use strict";

  const typing = (element) =>
    element.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(element.tagName);
  const search = document.getElementById("top-q");
  const help = document.getElementById("keys");

  // "j" and "k" go from work to work.
  const step = (direction) => {
    const links = [...document.querySelectorAll("main .card-title a")];
    if (links.length === 0) return;
    const at = links.indexOf(document.activeElement);
    const next = at < 0 ? (direction > 0 ? 0 : links.length - 1) : at + direction;
    links[Math.min(Math.max(next, 0), links.length - 1)].focus();
  };

  const keys = {
    "/": () => search?.focus(),
    "j": () => step(1),
    "k": () => step(-1),
    "?": () => help?.showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      // Ctrl+Enter sends the form one is writing in.
      if (event.key === "Enter" && event.target.form) {
        event.preventDefault();
        event.target.form.requestSubmit();
      }
    } else if (event.key in keys && !typing(event.target)) {
      event.preventDefault();
      keys[event.key]();
    }
  });

  // Titles, topics and names that begin with what is typed.
  const offers = document.getElementById("top-offers");
  let waiting;
  const offer = async () => {
    const words = search.value.trim();
    if (words.length < 2) return;
    const answer = await fetch(`/api/v1/suggest?q=${encodeURIComponent(words.slice(0, 200))}`);
    if (!answer.ok || search.value.trim() !== words) return;
    const found = await answer.json();
    const texts = [
      ...found.concepts.map((concept) => concept.label),
      ...found.works.map((work) => work.title),
      ...found.agents.map((agent) => agent.name),
    ];
    offers.replaceChildren(...[...new Set(texts)].map((text) => new Option(text, text)));
  };
  search?.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(offer, 150);
  });

  // A reference list dropped on the question box is sent at once.
  for (const box of document.querySelectorAll("form.ask")) {
    const file = box.querySelector("input[type=file]");
    const mark = (event) => {
      event.preventDefault();
      box.classList.toggle("dropping", event.type === "dragover");
    };
    box.addEventListener("dragover", mark);
    box.addEventListener("dragleave", mark);
    box.addEventListener("drop", (event) => {
      mark(event);
      if (event.dataTransfer.files.length > 0) {
        file.files = event.dataTransfer.files;
        box.requestSubmit();
      } else {
        box.querySelector("textarea").value = event.dataTransfer.getData("text");
      }
    });
  }

  // A button beside every text that is meant to be taken along.
  for (const text of document.querySelectorAll("pre.copyable")) {
    if (!navigator.clipboard) break;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet-button";
    button.textContent = text.dataset.copy;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(text.textContent);
      button.textContent = text.dataset.copied;
    });
    text.after(button);
  }
})();
