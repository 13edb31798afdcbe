// The page: which view is shown, and how it is moved through.

const list = byId("list");
const search = byId("search");
const groupBy = byId("group-by");
const filters = byId("filters");
let current = "findings";
let shown = VIEWS.findings.page;

function overview() {
  const { suppressed, unsure, mild, known } = DATA.hidden;
  const levels = SEVERITIES.map((level) => [
    level,
    FINDINGS.filter((finding) => finding.severity === level).length,
  ]).filter(([, count]) => count);
  const hidden = [
    [suppressed, "suppressed in the source"],
    [unsure, "less sure than asked for"],
    [mild, "less severe than asked for"],
    [known, "known before"],
  ].filter(([count]) => count);
  const pills = levels.flatMap(([level, count]) => [
    html("span", { class: `level ${level}` }, counted(count, level)),
    " ",
  ]);
  byId("overview").append(
    ...pills,
    `${FINDINGS.length ? "" : "No findings "}in ${counted(DATA.files, "file")}.`,
    ...(hidden.length
      ? [
          html(
            "span",
            { class: "quiet" },
            ` Not shown: ${hidden.map(([count, why]) => `${numbers.format(count)} ${why}`).join(", ")}.`,
          ),
        ]
      : []),
  );
  if (DATA.problems.length) {
    const items = DATA.problems.map(({ file, line, message }) =>
      html("li", {}, file ? [placeOrFile(file, line), " "] : null, rich(message)),
    );
    const title = counted(DATA.problems.length, "problem");
    byId("problems").append(
      html("details", {}, html("summary", {}, `${title}: findings may be missing`), html("ul", {}, items)),
    );
  }
}

const placeOrFile = (file, line) => (line ? placeElement({ file, line }) : html("span", { class: "place" }, file));

function emptyState(view) {
  if (!view.items.length) {
    const words =
      current === "findings"
        ? "Nothing was found. The maps that were looked at are under Maps."
        : "There are no maps under these paths.";
    return html(
      "div",
      { class: "empty" },
      html("p", { class: "big" }, current === "findings" ? "No findings" : "No maps"),
      html("p", {}, words),
    );
  }
  const clear = () => {
    clearFilters(view);
    showFacets(view, filtered);
    filtered();
  };
  return html(
    "div",
    { class: "empty" },
    html("p", { class: "big" }, `No ${view.one} matches`),
    html("p", {}, html("button", { type: "button", click: clear }, "Clear search and filters")),
  );
}

/** Draws the list of the current view anew. */
function render() {
  const view = VIEWS[current];
  const found = letThrough(view);
  const total = view.items.length;
  byId("status").textContent = isFiltered(view)
    ? `${numbers.format(found.length)} of ${counted(total, view.one)}`
    : counted(total, view.one);
  const sorted = current === "maps" ? sortedMaps(found) : found;
  const page = sorted.slice(0, shown);
  const group = groupBy.querySelector("select").value;
  const elements = current === "maps" ? [mapsTable(page, render)] : findingsList(page, group);
  list.dataset.group = group;
  list.replaceChildren(...(found.length ? elements : [emptyState(view)]));
  if (found.length > shown) {
    const more = () => {
      shown += view.page;
      render();
    };
    const rest = Math.min(view.page, found.length - shown);
    list.append(
      html(
        "button",
        { type: "button", class: "more", click: more },
        `Show ${numbers.format(rest)} more of ${numbers.format(found.length - shown)}`,
      ),
    );
  }
}

function filtered() {
  shown = VIEWS[current].page;
  render();
}

function show(view) {
  current = view;
  for (const name of Object.keys(VIEWS)) {
    if (name === view) byId(`tab-${name}`).setAttribute("aria-current", "page");
    else byId(`tab-${name}`).removeAttribute("aria-current");
  }
  groupBy.hidden = view !== "findings" || !FINDINGS.length;
  document.body.dataset.view = view;
  showFacets(VIEWS[view], filtered);
  filtered();
}

/** Goes to what the address names: a view, a finding, a map. */
function follow() {
  const [, kind, name] = /^#(f|m)-(.+)$/.exec(location.hash) ?? [];
  if (!kind) {
    show(location.hash === "#maps" ? "maps" : "findings");
    scrollTo(0, 0);
    return;
  }
  const view = VIEWS[kind === "f" ? "findings" : "maps"];
  const item = kind === "f" ? FINDINGS.find((finding) => finding.id === name) : MAPS[Number(name)];
  if (item && !letThrough(view).includes(item)) clearFilters(view);
  show(kind === "f" ? "findings" : "maps");
  if (!item) {
    scrollTo(0, 0);
    return;
  }
  if (!byId(`${kind}-${name}`)) {
    shown = view.items.length;
    render();
  }
  const element = byId(`${kind}-${name}`);
  toggle(element, true);
  element.querySelector(".item").focus({ preventScroll: true });
  element.scrollIntoView({ block: "start" });
}

function move(step) {
  const items = [...list.querySelectorAll(".item")];
  const at = items.findIndex(
    (item) => item === document.activeElement || item.closest("article, tbody").contains(document.activeElement),
  );
  const next = items[at < 0 ? 0 : Math.max(0, Math.min(items.length - 1, at + step))];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  "/": () => search.focus(),
  "?": () => byId("help").showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || byId("help").open) return;
  if (event.key === "Escape" && document.activeElement === search) {
    search.value = "";
    searchFor("");
    filtered();
    search.blur();
  } else if (event.key === "Enter" && document.activeElement === search) {
    move(0);
    event.preventDefault();
  } else if (Object.hasOwn(KEYS, event.key) && !event.target.closest("input:not([type=checkbox]), select, textarea")) {
    KEYS[event.key]();
    event.preventDefault();
  }
});

// The theme: as the system has it, until one is chosen; the choice is kept where the browser keeps anything for a file.
const THEMES = { system: "◐", light: "☀", dark: "☾" };
const THEME_KEY = "maplint-theme";

function kept() {
  try {
    return localStorage.getItem(THEME_KEY);
  } catch {
    return null;
  }
}

function setTheme(name) {
  const theme = Object.hasOwn(THEMES, name) ? name : "system";
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  const button = byId("theme");
  button.textContent = THEMES[theme];
  button.title = `Theme: ${theme}`;
  button.setAttribute("aria-label", `Theme: ${theme}`);
  button.dataset.theme = theme;
  try {
    localStorage.setItem(THEME_KEY, theme);
  } catch {
    // The browser keeps nothing for this page: the choice holds while it is open.
  }
}

byId("theme").addEventListener("click", (event) => {
  const names = Object.keys(THEMES);
  setTheme(names[(names.indexOf(event.currentTarget.dataset.theme) + 1) % names.length]);
});

byId("help-button").addEventListener("click", () => byId("help").showModal());
search.addEventListener("input", () => {
  searchFor(search.value);
  filtered();
});
groupBy.querySelector("select").addEventListener("change", render);
addEventListener("hashchange", follow);

// On paper there is nothing to click on: what is listed is printed whole.
addEventListener("beforeprint", () =>
  list.querySelectorAll("article.finding").forEach((element) => toggle(element, true)),
);

byId("tab-findings").querySelector(".count").textContent = numbers.format(FINDINGS.length);
byId("tab-maps").querySelector(".count").textContent = numbers.format(MAPS.length);
if (matchMedia("(max-width: 56rem)").matches) filters.open = false;
setTheme(kept());
overview();
follow();
document.body.dataset.ready = "";
