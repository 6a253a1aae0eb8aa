"use strict";
// Hides the rows of the index that do not match; without scripts all rows are there.
(() => {
  const form = document.getElementById("filter");
  if (!form) return;
  form.classList.remove("hidden");
  const rows = [...document.querySelectorAll("#claims tbody tr")];
  const told = document.getElementById("told");
  const filter = () => {
    const text = form.elements.text.value.trim().toLowerCase();
    const paper = form.elements.paper.value, word = form.elements.word.value;
    let shown = 0;
    for (const row of rows) {
      const fits = (!paper || row.dataset.paper === paper) && (!word || row.dataset.word === word)
        && (!text || row.textContent.toLowerCase().includes(text));
      row.classList.toggle("hidden", !fits);
      shown += fits;
    }
    told.textContent = `${shown} of ${rows.length} claims`;
  };
  form.addEventListener("input", filter);
  form.addEventListener("reset", (event) => {
    event.preventDefault(); // the fields are emptied here, and the rows with them at once
    for (const field of form.elements) field.value = "";
    filter();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  filter();
})();
