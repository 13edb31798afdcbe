// The data of the page, with what is searched for in each finding and map.

const DATA = JSON.parse(byId("data").textContent);
const FINDINGS = DATA.findings;
const STRINGS = DATA.inventory.strings;
const SEVERITIES = ["error", "warning", "note"];
const CONFIDENCES = ["certain", "likely", "possible"];
const OPS_THAT_DELETE = new Set(["delete", "clear"]);
const WRITES = 1;
const ALONE = 2;
const USE_SIZE = 6;

const placeKey = (file, line, name) => `${file}:${line}:${name}`;

/** A row of the inventory by names; its uses are made when they are asked for. */
function readMap(row, index) {
  const map = {
    index,
    name: STRINGS[row.name],
    owner: STRINGS[row.owner],
    type: STRINGS[row.type],
    file: STRINGS[row.file],
    line: row.line,
    language: STRINGS[row.language],
    scope: STRINGS[row.scope],
    package: STRINGS[row.package],
    test: row.test,
    guard: row.guard && {
      name: STRINGS[row.guard[0]],
      held: row.guard[1],
      uses: row.guard[2],
      confidence: row.guard[3],
    },
    threads: row.threads.map((thread) => STRINGS[thread]),
    sharing: row.sharing,
    promise: row.promise && {
      text: STRINGS[row.promise[0]],
      standing: row.promise[1],
      file: STRINGS[row.promise[2]],
      line: row.promise[3],
    },
    keys: STRINGS[row.keys],
    growth: STRINGS[row.growth],
    advice: { text: STRINGS[row.advice[0]], kept: row.advice[1] },
    flat: row.uses,
    writes: 0,
    reads: 0,
    deletes: 0,
    ranges: 0,
    findings: [],
  };
  for (let at = 0; at < row.uses.length; at += USE_SIZE) {
    const op = STRINGS[row.uses[at + 2]];
    if (row.uses[at + 5] & WRITES) map.writes += 1;
    else map.reads += 1;
    if (OPS_THAT_DELETE.has(op)) map.deletes += 1;
    if (op === "range") map.ranges += 1;
  }
  map.full = map.owner ? `${map.owner}.${map.name}` : map.name;
  map.text = `${map.full} ${map.type} ${map.file} ${map.package} ${map.guard ? map.guard.name : ""}`.toLowerCase();
  return map;
}

function usesOf(map) {
  const uses = [];
  for (let at = 0; at < map.flat.length; at += USE_SIZE) {
    const [file, line, op, where, locks, flags] = map.flat.slice(at, at + USE_SIZE);
    uses.push({
      file: STRINGS[file],
      line,
      op: STRINGS[op],
      where: STRINGS[where],
      locks: STRINGS[locks],
      writes: Boolean(flags & WRITES),
      alone: Boolean(flags & ALONE),
    });
  }
  return uses;
}

const MAPS = DATA.inventory.rows.map(readMap);
const MAP_AT = new Map(MAPS.map((map) => [placeKey(map.file, map.line, map.name), map]));

/** The entry of the inventory that a finding is about, where there is one. */
function mapOf(finding) {
  const declared = finding.map && finding.map.declared;
  return (declared && MAP_AT.get(placeKey(...declared, finding.map.name))) || null;
}

FINDINGS.forEach((finding, index) => {
  finding.index = index;
  finding.category = DATA.rules[finding.rule] ? DATA.rules[finding.rule].category : "";
  const map = finding.map ? `${finding.map.owner}.${finding.map.name} ${finding.map.type}` : "";
  finding.text = [finding.message, finding.rule, finding.place.file, finding.function, finding.package, map, finding.id]
    .join(" ")
    .toLowerCase();
  mapOf(finding)?.findings.push(finding);
});
