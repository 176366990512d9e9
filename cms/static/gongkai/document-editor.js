/* The editor of a document's body: what is typed or pasted here goes into the text area beneath it, and is cleaned again
   on the server. */
(() => {
  const start = (root) => {
    if (root.dataset.started) return;
    root.dataset.started = "yes";
    const area = root.querySelector("textarea");
    const page = root.querySelector(".gk-editor-page");
    const bar = root.querySelector(".gk-editor-bar");
    page.id = `${area.id}-page`;
    const described = area.getAttribute("aria-describedby");
    if (described) page.setAttribute("aria-describedby", described);

    const show = () => { page.innerHTML = area.value; };
    const keep = () => {
      if (area.value === page.innerHTML) return;
      area.value = page.innerHTML;
      area.dispatchEvent(new Event("input", { bubbles: true }));
      area.dispatchEvent(new Event("change", { bubbles: true }));
    };
    const run = (command, value) => { page.focus(); document.execCommand(command, false, value); keep(); };
    const block = () => {
      const at = document.getSelection().anchorNode;
      const element = at && (at.nodeType === 1 ? at : at.parentElement);
      return element && page.contains(element) ? element.closest("p, h2, h3, td, th, li") : null;
    };

    document.execCommand("defaultParagraphSeparator", false, "p");
    document.execCommand("styleWithCSS", false, false);
    show();
    page.hidden = bar.hidden = false;
    area.hidden = true;
    const label = document.querySelector(`label[for="${area.id}"]`);
    if (label) label.addEventListener("click", () => page.focus());

    page.addEventListener("input", keep);
    page.addEventListener("blur", keep);
    page.addEventListener("paste", (event) => {
      const html = event.clipboardData.getData("text/html");
      if (!html) return;
      event.preventDefault();
      run("insertHTML", plainer(html));
    });
    area.addEventListener("input", () => { if (!area.hidden) page.innerHTML = area.value; });

    bar.addEventListener("mousedown", (event) => event.preventDefault());
    bar.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if (button.dataset.do) run(button.dataset.do);
      if (button.dataset.block) run("formatBlock", button.dataset.block);
      if (button.dataset.align && block()) { block().setAttribute("align", button.dataset.align); keep(); }
      if ("table" in button.dataset) {
        const row = (cell) => `<tr>${`<${cell}></${cell}>`.repeat(3)}</tr>`;
        run("insertHTML", `<table><thead>${row("th")}</thead><tbody>${row("td").repeat(3)}</tbody></table><p></p>`);
      }
      if ("link" in button.dataset) {
        const address = window.prompt(button.dataset.ask, "https://");
        if (address) run("createLink", address);
      }
      if ("source" in button.dataset) {
        const source = area.hidden;
        if (source) keep(); else show();
        area.hidden = !source;
        page.hidden = source;
        button.setAttribute("aria-pressed", String(source));
      }
    });
  };

  /* What a word processor puts on the clipboard, without its looks: structure, tables, bold and links stay. */
  const plainer = (html) => {
    const pasted = new DOMParser().parseFromString(html, "text/html");
    // also whatever is parsed by rules of its own, so that it cannot read differently when it is parsed again
    pasted.querySelectorAll(
      "style, script, meta, link, title, o\\:p, xml, iframe, math, noembed, noframes, noscript, object, plaintext, svg, template, textarea, xmp",
    ).forEach((element) => element.remove());
    const comments = pasted.createTreeWalker(pasted.body, NodeFilter.SHOW_COMMENT);
    const found = [];
    while (comments.nextNode()) found.push(comments.currentNode);
    found.forEach((comment) => comment.remove());
    pasted.querySelectorAll("*").forEach((element) => {
      for (const { name } of [...element.attributes]) {
        if (!["href", "colspan", "rowspan", "align"].includes(name)) element.removeAttribute(name);
      }
    });
    pasted.querySelectorAll("span, font").forEach((element) => element.replaceWith(...element.childNodes));
    return pasted.body.innerHTML;
  };

  const startAll = () => document.querySelectorAll("[data-gk-editor]").forEach(start);
  const begin = () => {
    startAll();
    new MutationObserver(startAll).observe(document.body, { childList: true, subtree: true }); // rows that are added later
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin); else begin();
})();
