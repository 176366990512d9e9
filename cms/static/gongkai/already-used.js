/* While one writes: says which other item has this title or this number already. The same is said after saving. */
(() => {
  const start = () => {
    const place = document.querySelector("[data-gk-used]");
    const title = document.getElementById("id_title");
    if (!place || !title) return;
    const number = document.getElementById("id_document_number");
    let asked = "";
    const ask = async () => {
      const query = new URLSearchParams({ kind: place.dataset.kind, pk: place.dataset.pk, title: title.value, number: number ? number.value : "" });
      asked = query.toString();
      const response = await fetch(`${place.dataset.url}?${query}`);
      if (!response.ok || asked !== query.toString()) return;
      const { warnings } = await response.json();
      place.replaceChildren(...warnings.map((sentence) => Object.assign(document.createElement("p"), { textContent: sentence })));
    };
    [title, number].forEach((field) => field && field.addEventListener("change", ask));
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
})();
