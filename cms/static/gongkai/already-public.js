// While somebody describes what is wanted, offers what is public already; without scripts the same is offered before sending.
(() => {
  "use strict";
  const place = document.querySelector("[data-offers]");
  const title = document.getElementById("id_title");
  const number = document.getElementById("id_document_number");
  if (!place || !title) return;
  let waiting = 0;
  let asked = 0;
  const ask = async () => {
    const mine = ++asked;
    try {
      const response = await fetch(place.dataset.offers, { method: "POST", body: new FormData(title.form) });
      if (response.ok && mine === asked) place.innerHTML = await response.text();
    } catch { /* an offer that cannot be made keeps nobody from applying */ }
  };
  [title, number].forEach((field) => field && field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 500);
  }));
})();
