// The select with data-guess-zone is set to the browser's time zone, unless somebody chose another one already.
(() => {
  const select = document.querySelector("select[data-guess-zone]");
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!select || select.dataset.guessZone !== "yes" || !zone) return;
  const has = (name) => [...select.options].some((option) => option.value === name);
  let isChosen = false;
  select.addEventListener("change", () => { isChosen = true; });
  if (has(zone) && !isChosen) select.value = zone;
})();
