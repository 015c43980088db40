// Keys and comfort. Every page works without this.
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("keys");
  const isField = (node) => node instanceof Element && node.closest("input:not([type=submit]),textarea,select,[contenteditable]");
  const of = (key) => [...document.querySelectorAll("[data-key]")].find((node) => node.dataset.key === key);

  const press = (node) => {
    if (node.matches("textarea,input,select")) {
      node.focus();
    } else if (node.tagName === "SUMMARY") {
      node.click();
      const field = node.parentElement.open && node.parentElement.querySelector("textarea");
      if (field) field.focus();
    } else {
      node.click();
    }
  };

  // One answer a page: a key held down, or pressed twice, is not two answers.
  let isSent = false;
  document.addEventListener("submit", (event) => {
    if (event.target.method !== "post") return;
    if (isSent) event.preventDefault();
    isSent = true;
  });
  // Back from the browser's memory the page may be used again.
  window.addEventListener("pageshow", () => { isSent = false; });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.key === "Escape" && isField(event.target)) {
      event.target.blur();
      return;
    }
    if (isField(event.target)) return;
    const step = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      // Through the lists of the page, line by line. An arrow on a page that is scrolled already goes on scrolling it.
      const links = [...document.querySelectorAll(".lines tbody a")];
      const at = links.indexOf(document.activeElement);
      if (at < 0 && event.key.length > 1 && window.scrollY > 0) return;
      const next = links[Math.min(Math.max(at + step, 0), links.length - 1)];
      if (!next) return;
      event.preventDefault();
      next.focus();
      return;
    }
    if (event.repeat) return;
    const node = of(event.key.toLowerCase());
    if (node) {
      event.preventDefault();
      press(node);
    }
  });

  // What was typed beside an answer outlives a session that ends meanwhile; it is kept in this tab only, until it is sent.
  const form = document.getElementById("answer");
  if (form) {
    const name = "draft " + location.pathname;
    const fields = [...form.querySelectorAll("textarea")];
    try {
      const kept = JSON.parse(sessionStorage.getItem(name) || "{}");
      for (const field of fields) {
        if (kept[field.name]) {
          field.value = kept[field.name];
          const details = field.closest("details");
          if (details) details.open = true;
        }
      }
      form.addEventListener("input", () => {
        sessionStorage.setItem(name, JSON.stringify(Object.fromEntries(fields.map((field) => [field.name, field.value]))));
      });
      for (const shown of document.querySelectorAll(".banner a[href^='/item/']")) {
        sessionStorage.removeItem("draft " + shown.getAttribute("href"));
      }
    } catch {
      // A browser that keeps nothing: then nothing is kept.
    }
  }

  // A filter works as soon as it is chosen.
  for (const select of document.querySelectorAll(".filters select")) {
    select.addEventListener("change", () => select.form.requestSubmit());
  }
})();
