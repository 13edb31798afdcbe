// What is shown: facets, of which an empty one lets all through, and words that all must occur.

const SHARING = { shared: "several", open: "callers not seen", alone: "one at a time" };
const FINDING_FACETS = [
  { name: "Severity", of: (finding) => finding.severity, order: SEVERITIES },
  { name: "Confidence", of: (finding) => finding.confidence, order: CONFIDENCES },
  { name: "Language", of: (finding) => finding.language },
  { name: "Rule", of: (finding) => finding.rule },
  { name: "Package", of: (finding) => finding.package || "(no package)", isPath: true },
];
const MAP_FACETS = [
  { name: "Threads", of: (map) => SHARING[map.sharing], order: Object.values(SHARING) },
  { name: "Guard", of: (map) => (map.guard ? map.guard.confidence : "no lock"), order: [...CONFIDENCES, "no lock"] },
  {
    name: "Promise",
    of: (map) => (map.promise ? map.promise.standing : "none"),
    order: ["broken", "stale", "kept", "none"],
  },
  { name: "Kept in", of: (map) => map.scope, order: ["field", "static", "constant", "local"] },
  { name: "Code", of: (map) => (map.test ? "tests" : "program"), order: ["program", "tests"] },
  { name: "Language", of: (map) => map.language },
  { name: "Package", of: (map) => map.package || "(no package)", isPath: true },
];

const VIEWS = {
  findings: { items: FINDINGS, facets: FINDING_FACETS, one: "finding", chosen: new Map(), page: 300 },
  maps: { items: MAPS, facets: MAP_FACETS, one: "map", chosen: new Map([["Code", new Set(["program"])]]), page: 100 },
};
for (const view of Object.values(VIEWS)) {
  for (const facet of view.facets) if (!view.chosen.has(facet.name)) view.chosen.set(facet.name, new Set());
}

let words = [];

function searchFor(text) {
  words = text.toLowerCase().split(/\s+/).filter(Boolean);
}

/** The items of a view that are let through. */
function letThrough(view) {
  const active = view.facets.filter((facet) => view.chosen.get(facet.name).size);
  return view.items.filter(
    (item) =>
      active.every((facet) => view.chosen.get(facet.name).has(facet.of(item))) &&
      words.every((word) => item.text.includes(word)),
  );
}

const isFiltered = (view) => words.length > 0 || [...view.chosen.values()].some((chosen) => chosen.size);

function clearFilters(view) {
  for (const chosen of view.chosen.values()) chosen.clear();
  byId("search").value = "";
  searchFor("");
}

/** The folders with which all paths begin, up to the last slash. */
function commonFolder(paths) {
  const [first, ...others] = paths;
  let length = first.lastIndexOf("/") + 1;
  while (length > 0 && !others.every((path) => path.startsWith(first.slice(0, length))))
    length = first.lastIndexOf("/", length - 2) + 1;
  return first.slice(0, length);
}

function facetElement(view, facet, changed) {
  const counts = new Map();
  for (const item of view.items) counts.set(facet.of(item), (counts.get(facet.of(item)) ?? 0) + 1);
  if (counts.size < 2) return null;
  const chosen = view.chosen.get(facet.name);
  const rank = (value) => (facet.order ? facet.order.indexOf(value) : 0);
  const values = [...counts.keys()].sort((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1));
  const prefix = facet.isPath ? commonFolder(values) : "";
  const options = values.map((value) => {
    const box = html("input", {
      type: "checkbox",
      checked: chosen.has(value),
      change: () => {
        if (box.checked) chosen.add(value);
        else chosen.delete(value);
        changed();
      },
    });
    return html(
      "label",
      {},
      box,
      html("span", { class: "value" }, breakable(value.slice(prefix.length))),
      html("span", { class: "count" }, numbers.format(counts.get(value))),
    );
  });
  const legend = prefix ? [`${facet.name} in `, breakable(prefix)] : [facet.name];
  return html("fieldset", {}, html("legend", {}, legend.flat()), html("div", { class: "options" }, options));
}

function showFacets(view, changed) {
  const form = byId("filter-form");
  form.replaceChildren(...view.facets.map((facet) => facetElement(view, facet, changed)).filter(Boolean));
  if (!form.children.length) form.append(html("p", { class: "quiet" }, "Nothing to choose from."));
}
