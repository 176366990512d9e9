// Small comforts; every page does its work without them.
(() => {
  "use strict";
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  // Read aloud with the voices of the visitor's own device.
  const readAloud = (button) => {
    const text = document.querySelector("[data-readable]") || document.querySelector("main");
    if (!("speechSynthesis" in window) || !text) return;
    const label = button.textContent;
    const stop = () => { speechSynthesis.cancel(); button.textContent = label; button.setAttribute("aria-pressed", "false"); };
    button.hidden = false;
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-pressed") === "true") return stop();
      const language = text.lang || document.documentElement.lang;
      if (!speechSynthesis.getVoices().length) { button.textContent = button.dataset.none; return; }
      // Long texts fall silent in some browsers, so a sentence or two at a time.
      const parts = text.innerText.match(/[^。！？；\n]+[。！？；\n]*/g) || [];
      parts.filter((part) => part.trim()).forEach((part, i, list) => {
        const words = new SpeechSynthesisUtterance(part);
        words.lang = language.startsWith("en") ? "en" : "zh-CN";
        if (i === list.length - 1) words.onend = stop;
        speechSynthesis.speak(words);
      });
      button.textContent = button.dataset.stop;
      button.setAttribute("aria-pressed", "true");
    });
    window.addEventListener("pagehide", stop);
  };
  all("[data-read-aloud]").forEach(readAloud);

  all("[data-copy]").forEach((button) => {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
      button.textContent = button.dataset.done;
    });
  });

  // Where the reader is in a long document.
  all("[data-toc]").forEach((toc) => {
    const links = all("a", toc);
    const targets = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1)))).filter(Boolean);
    const mark = () => {
      const passed = targets.filter((target) => target.getBoundingClientRect().top < 160);
      const here = passed[passed.length - 1] || targets[0];
      links.forEach((link) => here && link.hash === "#" + here.id ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current"));
    };
    let waiting = false;
    window.addEventListener("scroll", () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => { waiting = false; mark(); });
    }, { passive: true });
    mark();
  });

  window.addEventListener("beforeprint", () => {
    const today = new Date();
    const day = [today.getFullYear(), today.getMonth() + 1, today.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
    all("[data-printed]").forEach((place) => { place.textContent = place.dataset.printed + day; });
  });
})();
