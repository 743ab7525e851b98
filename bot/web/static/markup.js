// A message's text as DOM nodes: only <b>, <i>, <s>, the escapes of HTML, and web addresses; all else is text.

const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", "#34": '"', "#39": "'" };
const TOKEN = /<(\/?)([bis])>/g;
const LINK = /https?:\/\/[^\s<>"“”]*[^\s<>"“”.,;:!?)\]}]/g;

function unescape(text) {
  return text.replace(/&(amp|lt|gt|quot|apos|#34|#39);/g, (_, name) => ENTITIES[name]);
}

function appendText(parent, text) {
  let from = 0;
  for (const found of text.matchAll(LINK)) {
    parent.append(text.slice(from, found.index));
    const link = document.createElement("a");
    link.href = found[0];
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    link.textContent = found[0];
    parent.append(link);
    from = found.index + found[0].length;
  }
  parent.append(text.slice(from));
}

export function fragment(html) {
  const root = document.createDocumentFragment();
  const open = [root];
  let from = 0;
  for (const tag of html.matchAll(TOKEN)) {
    appendText(open.at(-1), unescape(html.slice(from, tag.index)));
    from = tag.index + tag[0].length;
    if (!tag[1]) {
      const element = document.createElement(tag[2]);
      open.at(-1).append(element);
      open.push(element);
    } else if (open.length > 1 && open.at(-1).localName === tag[2]) {
      open.pop();
    }
  }
  appendText(open.at(-1), unescape(html.slice(from)));
  return root;
}

export function plain(html) {
  return fragment(html).textContent;
}

const ZONE = "Asia/Ho_Chi_Minh";
const CLOCK = new Intl.DateTimeFormat("vi-VN", { timeZone: ZONE, hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat("vi-VN", { timeZone: ZONE, day: "2-digit", month: "2-digit", year: "numeric" });

export function clock(moment) {
  return CLOCK.format(moment);
}

export function day(moment) {
  const name = DAY.format(moment);
  return name === DAY.format(new Date()) ? "Hôm nay" : name;
}

export function size(bytes) {
  if (bytes < 1024) return `${bytes} byte`;
  const [value, unit] = bytes < 1024 * 1024 ? [bytes / 1024, "KB"] : [bytes / 1024 / 1024, "MB"];
  return `${value.toLocaleString("vi-VN", { maximumFractionDigits: 1 })} ${unit}`;
}

// make("button", {class: "chip", type: "button"}, "text", node…)
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== false && value !== null) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}
