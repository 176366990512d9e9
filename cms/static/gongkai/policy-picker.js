/* Searching and ticking policies in the form of an interpretation. */
(() => {
  const start = (root) => {
    const input = root.querySelector("input[type=search]");
    const chosen = root.querySelector(".gk-picker-chosen");
    const found = root.querySelector(".gk-picker-found");
    const status = root.querySelector(".gk-picker-status");
    let waiting;
    let asked = "";

    const choose = (policy) => {
      if (!chosen.querySelector(`input[value="${policy.pk}"]`)) {
        const box = Object.assign(document.createElement("input"), { type: "checkbox", name: root.dataset.name, value: policy.pk, checked: true });
        const label = document.createElement("label");
        label.append(box, ` ${policy.title}`);
        const item = document.createElement("li");
        item.append(label);
        chosen.append(item);
        box.dispatchEvent(new Event("change", { bubbles: true }));
      }
      found.replaceChildren();
      status.textContent = "";
      input.value = "";
      input.focus();
    };

    const search = async () => {
      const text = input.value.trim();
      asked = text;
      if (!text) { found.replaceChildren(); status.textContent = ""; return; }
      const response = await fetch(`${root.dataset.url}?${new URLSearchParams({ q: text })}`);
      if (!response.ok || asked !== text) return;
      const { policies } = await response.json();
      status.textContent = policies.length ? root.dataset.found : root.dataset.none;
      found.replaceChildren(...policies.map((policy) => {
        const button = Object.assign(document.createElement("button"), { type: "button", textContent: policy.title });
        button.addEventListener("click", () => choose(policy));
        const item = document.createElement("li");
        item.append(button);
        return item;
      }));
    };

    input.addEventListener("input", (event) => {
      event.stopPropagation();
      clearTimeout(waiting);
      waiting = setTimeout(search, 250);
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") { event.preventDefault(); clearTimeout(waiting); search(); }
    });
  };
  const startAll = () => document.querySelectorAll("[data-gk-picker]").forEach(start);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", startAll); else startAll();
})();
