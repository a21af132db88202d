// Adds comfort only; every page works without it.
(() => {
  "use strict";

  const typing = (element) =>
    element.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(element.tagName);

  // "/" goes to the search field; "j" and "k" go from work to work.
  const step = (direction) => {
    const links = [...document.querySelectorAll("main .card-title a")];
    if (links.length === 0) return;
    const at = links.indexOf(document.activeElement);
    const next = at < 0 ? (direction > 0 ? 0 : links.length - 1) : at + direction;
    links[Math.min(Math.max(next, 0), links.length - 1)].focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "/") {
      event.preventDefault();
      document.getElementById("top-q")?.focus();
    } else if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
  });

  // Ctrl+Enter sends the form one is writing in.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.form) {
      event.preventDefault();
      event.target.form.requestSubmit();
    }
  });
})();
