"use strict";
// The table of cases: filtered by what is typed and chosen, sorted by its heads. Without this the pages are whole.
(() => {
  const [PATH, NAME, OCCUPATION, MARK, WORDS, STANDING, SINCE, SINCE_KEY, UNTIL, UNTIL_WORDS, DAYS, DAYS_KEY, COUNTRY,
    SITUATIONS, NAME_KEY, FOLDED] = Array(16).keys();
  const table = document.getElementById("cases");
  const place = document.getElementById("filters");
  if (!table || !place || typeof CASES === "undefined") return;
  const most = 500;
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
  // A name is found as it is written and by its plain Latin letters.
  const rows = CASES.map((row, at) => ({ row, at, text: plain(`${row[NAME]} ${row[OCCUPATION]} ${row[FOLDED]}`) }));
  const keys = {
    name: (each) => each.row[NAME_KEY], status: (each) => each.at, since: (each) => each.row[SINCE_KEY],
    until: (each) => each.row[UNTIL], days: (each) => each.row[DAYS_KEY], country: (each) => each.row[COUNTRY],
  };
  let by = "status";
  let down = false;

  const made = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  const form = made("form", { class: "filters", "aria-label": "Filter the cases", role: "search" });
  const choice = (label, options) => {
    const select = made("select", {}, made("option", { value: "" }, "any"),
      ...options.map(([value, words]) => made("option", { value }, words)));
    form.append(made("label", {}, label, select));
    return select;
  };
  const unique = (values) => [...new Set(values)].filter(Boolean).sort((a, b) => a.localeCompare(b)).map((each) => [each, each]);
  const words = made("input", { type: "search", autocomplete: "off" });
  form.append(made("label", {}, "Name or occupation", words));
  const standings = choice("Status", Object.entries(STANDINGS)
    .filter(([key]) => rows.some((each) => each.row[STANDING] === key)));
  const situations = choice("Situation", unique(rows.flatMap((each) => each.row[SITUATIONS])));
  const countries = choice("Country", unique(rows.map((each) => each.row[COUNTRY])));
  const told = made("p", { role: "status" });
  form.append(made("button", { type: "reset" }, "Show all"), told);
  place.append(form);
  place.hidden = false;

  const fits = (each) => plain(words.value).split(/\s+/).every((word) => each.text.includes(word))
    && (!standings.value || each.row[STANDING] === standings.value)
    && (!situations.value || each.row[SITUATIONS].includes(situations.value))
    && (!countries.value || each.row[COUNTRY] === countries.value);
  const order = (a, b) => {
    const [one, other] = [keys[by](a), keys[by](b)];
    const absent = (one === "") - (other === "");
    if (absent) return absent;
    const sign = typeof one === "number" ? one - other : one.localeCompare(other);
    return (down ? -sign : sign) || a.at - b.at;
  };
  const line = ({ row }) => {
    const name = made("th", { scope: "row" }, made("a", { href: row[PATH], dir: "auto" }, row[NAME]));
    if (row[OCCUPATION]) name.append(" ", made("span", { class: "aside", dir: "auto" }, row[OCCUPATION]));
    const until = row[UNTIL] ? [made("time", { datetime: row[UNTIL] }, row[UNTIL_WORDS])] : [];
    return made("tr", {}, name, made("td", {}, made("span", { class: `status ${row[MARK]}` }, row[WORDS])),
      made("td", {}, row[SINCE]), made("td", {}, ...until), made("td", { class: "number" }, row[DAYS]),
      made("td", {}, row[COUNTRY]));
  };
  const draw = () => {
    const found = rows.filter(fits).sort(order);
    table.tBodies[0].replaceChildren(...found.slice(0, most).map(line));
    told.textContent = found.length > most ? `${found.length} cases; the first ${most} are shown`
      : `${found.length} of ${rows.length} cases`;
  };

  table.caption.textContent = "All cases";
  document.querySelector("nav.pages")?.remove();
  for (const head of table.tHead.rows[0].cells) {
    const button = made("button", { type: "button" }, head.textContent);
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      down = by === head.dataset.key && !down;
      by = head.dataset.key;
      for (const each of table.tHead.rows[0].cells) each.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      draw();
    });
  }
  form.addEventListener("input", draw);
  form.addEventListener("reset", () => setTimeout(draw));
  form.addEventListener("submit", (event) => event.preventDefault());
  draw();
})();
