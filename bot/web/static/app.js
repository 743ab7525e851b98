// The try-out page: who you are on the left, the chat on the right. All state comes from one event stream;
// what this page adds is the outbox (typed, not yet acknowledged), drafts, and what was read.

import { offerFiles, showKeys, toast } from "/static/extras.js";
import { clock, day, make, plain } from "/static/markup.js";
import { makeMessage, makeOutbox } from "/static/messages.js";
import { listen, post } from "/static/net.js";
import { CHIPS, HINTS } from "/static/words.js";

const KEPT = 500;

const $ = (id) => document.getElementById(id);
const [nav, log, empty, scroll, chips, text] = ["personas", "log", "empty", "scroll", "chips", "text"].map($);

let sample = "";
let run = "";
let current = null;
let atEnd = true;
const personas = new Map(); // id → {id, name, title, about, role, messages: Map, outbox: Map, draft, seen, item}
const pressKeys = new Map(); // a button whose press was not acknowledged keeps its key, so it is one event

// ---- Saying and pressing ----------------------------------------------------------------------------------

async function send(persona, entry) {
  entry.state = "pending";
  showOutbox(persona, entry);
  const { ok, again, error } = await post("/tryout/messages", { persona: persona.id, text: entry.text, key: entry.key });
  // An acknowledged message stays here until the stream shows it: the stream may just be reconnecting.
  entry.state = ok ? "sent" : again ? "failed" : "refused";
  entry.error = error;
  if (ok && shownByStream(persona, entry.key)) persona.outbox.delete(entry.key);
  else showOutbox(persona, entry);
}

const shownByStream = (persona, key) => [...persona.messages.values()].some((message) => message.key === key);

function say(persona, words) {
  if (!words.trim()) return;
  const entry = { key: crypto.randomUUID(), text: words, at: new Date() };
  persona.outbox.set(entry.key, entry);
  send(persona, entry);
}

function retry(persona, entry) {
  if (entry.state === "failed") {
    send(persona, entry);
  } else if (entry.state === "refused") {
    // The same text would be refused again: give it back to be changed.
    persona.outbox.delete(entry.key);
    elementOfKey(entry.key)?.remove();
    compose(entry.text);
    showEmpty();
  }
}

const presser = (persona) => (message, data, button) => press(persona, message, data, button);

async function press(persona, message, data, button) {
  const name = `${message.id} ${data}`;
  if (!pressKeys.has(name)) pressKeys.set(name, crypto.randomUUID());
  const all = [...button.closest(".buttons").querySelectorAll("button")];
  all.forEach((one) => one.setAttribute("aria-disabled", "true"));
  button.classList.add("busy");
  const pause = new Promise((done) => setTimeout(done, 350));
  const body = { persona: persona.id, message_id: message.id, data, key: pressKeys.get(name) };
  const [{ ok, again, error }] = await Promise.all([post("/tryout/press", body), pause]);
  if (ok || !again) pressKeys.delete(name);
  if (!ok) toast(error ?? "Chưa bấm được, hãy thử lại.");
  all.forEach((one) => one.removeAttribute("aria-disabled"));
  button.classList.remove("busy");
}

// ---- The stream ----------------------------------------------------------------------------------------

function showConnection(yes) {
  clearTimeout(showConnection.timer);
  if (yes) $("banner").hidden = true;
  // A hiccup of a second is not worth frightening anybody.
  else showConnection.timer = setTimeout(() => ($("banner").hidden = false), 1000);
}

function takeSnapshot(snapshot) {
  run = snapshot.run;
  const seen = readSeen();
  for (const persona of personas.values()) {
    const messages = snapshot.chats[persona.id] ?? [];
    persona.messages = new Map(messages.map((message) => [message.id, message]));
    persona.keys = snapshot.keys[persona.id] ?? [];
    for (const { key, pending } of messages) if (key && !pending) persona.outbox.delete(key);
    // What was there before the page was first opened is history: it opens on the newest of it.
    if (persona.run !== run) persona.seen = Number(messages.at(-1)?.id ?? 0);
    persona.run = run;
    persona.seen = seen[persona.id] ?? persona.seen;
    showItem(persona);
  }
  showChat();
}

function takeMessage({ persona: id, message }) {
  const persona = personas.get(id);
  if (!persona) return;
  const known = persona.messages.has(message.id);
  persona.messages.set(message.id, message);
  if (message.key && !message.pending) persona.outbox.delete(message.key);
  if (persona === current) {
    if (known) changeMessage(persona, message);
    else addMessage(persona, message);
    markSeen();
  }
  if (!known && message.author === "bot") announce(persona, message);
  showItem(persona);
}

function takeKeys({ persona: id, keys }) {
  const persona = personas.get(id);
  if (persona) persona.keys = keys;
  if (persona === current) showChat();
}

function takeRemoval({ persona: owner, id }) {
  const persona = personas.get(owner);
  if (!persona) return;
  const message = persona.messages.get(id);
  persona.messages.delete(id);
  if (persona === current) {
    log.querySelector(`[data-message="${id}"]`)?.remove();
    const entry = message && persona.outbox.get(message.key);
    if (entry) showOutbox(persona, entry);
    showEmpty();
  }
  showItem(persona);
}

// ---- What was read -------------------------------------------------------------------------------------

function readSeen() {
  try {
    const kept = JSON.parse(localStorage.getItem("seen") ?? "{}");
    return kept.run === run ? kept.seen : {};
  } catch {
    return {};
  }
}

function unread(persona) {
  let count = 0;
  for (const message of persona.messages.values()) {
    if (message.author === "bot" && Number(message.id) > persona.seen) count += 1;
  }
  return count;
}

function markSeen() {
  if (!current || document.hidden) return;
  const last = [...current.messages.keys()].at(-1);
  if (last && Number(last) > current.seen) {
    current.seen = Number(last);
    const seen = { ...readSeen(), [current.id]: current.seen };
    try {
      localStorage.setItem("seen", JSON.stringify({ run, seen }));
    } catch {
      // A browser that keeps nothing shows the badges again next time.
    }
  }
  showItem(current);
}

// ---- People --------------------------------------------------------------------------------------------

function makeItem(persona, index) {
  const item = make(
    "button",
    { class: "persona", type: "button", "data-persona": persona.id, title: `${persona.title}, ${persona.about}` },
    make("span", { class: `avatar tone-${index % 6}`, "aria-hidden": "true" }, persona.name.split(" ").at(-1)[0]),
    make("span", { class: "name" }, persona.name),
    make("span", { class: "title" }, persona.title),
    make("span", { class: "when" }),
    make("span", { class: "last" }),
    make("span", { class: "badge", hidden: true }),
  );
  item.addEventListener("click", () => choose(persona.id));
  return item;
}

function showItem(persona) {
  const last = [...persona.messages.values()].at(-1);
  const words = last ? plain(last.html).replace(/\s+/g, " ").slice(0, 90) : persona.about;
  persona.item.querySelector(".last").textContent = last?.author === "me" ? `Bạn: ${words}` : words;
  persona.item.querySelector(".when").textContent = last ? clock(new Date(last.at)) : "";
  const count = persona === current && !document.hidden ? 0 : unread(persona);
  const badge = persona.item.querySelector(".badge");
  badge.hidden = count === 0;
  badge.replaceChildren(String(Math.min(count, 99)), make("span", { class: "hidden" }, " tin chưa đọc"));
  const total = [...personas.values()].reduce((sum, one) => sum + (one === current ? 0 : unread(one)), 0);
  document.title = `${total ? `(${total}) ` : ""}${current?.name ?? "Loa Phường"} – Loa Phường`;
}

function choose(id) {
  const persona = personas.get(id) ?? personas.values().next().value;
  if (persona === current) return;
  if (current) {
    current.draft = text.value;
    current.item.removeAttribute("aria-current");
  }
  current = persona;
  persona.item.setAttribute("aria-current", "true");
  persona.item.scrollIntoView({ block: "nearest", inline: "center" });
  history.replaceState(null, "", `#${persona.id}`);
  // The phone of somebody who has Zalo looks like it: there are no buttons and no large keys on it.
  document.querySelector(".chat").classList.toggle("zalo", persona.look === "zalo");
  $("who").replaceChildren("Bạn đang đóng vai ", make("b", {}, persona.name), ` – ${persona.title}, ${persona.about}`);
  text.value = persona.draft;
  fit();
  showChips();
  showChat();
}

// ---- Messages ------------------------------------------------------------------------------------------

const elementOfKey = (key) => log.querySelector(`[data-key="${CSS.escape(key)}"]`);

function showOutbox(persona, entry) {
  if (persona !== current || shownByStream(persona, entry.key)) return;
  const old = elementOfKey(entry.key);
  const element = makeOutbox(entry, (one) => retry(persona, one));
  if (old) old.replaceWith(element);
  else log.append(element);
  showEmpty();
  if (!old || atEnd) toEnd();
}

function showChat() {
  if (!current) return;
  const fresh = unread(current);
  const first = fresh ? [...current.messages.values()].find(({ id, author }) => author === "bot" && Number(id) > current.seen) : null;
  log.replaceChildren();
  let previous = null;
  for (const message of current.messages.values()) {
    appendMessage(current, message, previous);
    previous = message;
  }
  for (const entry of current.outbox.values()) if (!shownByStream(current, entry.key)) log.append(makeOutbox(entry, (one) => retry(current, one)));
  showEmpty();
  showKeys(current.keys, (words) => say(current, words));
  markSeen();
  toEnd();
  // A long new text is read from its beginning, not from its end.
  if (first) log.querySelector(`[data-message="${first.id}"]`)?.scrollIntoView({ block: "start" });
}

function appendMessage(persona, message, previous) {
  const waiting = log.querySelector("[data-key]");
  const today = day(new Date(message.at));
  if (!previous || day(new Date(previous.at)) !== today) log.insertBefore(make("li", { class: "day" }, make("span", {}, today)), waiting);
  const element = makeMessage(persona, message, previous, presser(persona));
  log.insertBefore(element, waiting);
  return element;
}

function addMessage(persona, message) {
  const stay = !atEnd && message.author === "bot";
  if (message.key) elementOfKey(message.key)?.remove();
  const previous = [...persona.messages.values()].at(-2) ?? null;
  const element = appendMessage(persona, message, previous);
  if (message.author === "bot") element.classList.add("arriving");
  while (persona.messages.size > KEPT) {
    const oldest = persona.messages.keys().next().value;
    persona.messages.delete(oldest);
    log.querySelector(`[data-message="${oldest}"]`)?.remove();
  }
  showEmpty();
  if (stay) $("newer").hidden = false;
  else if (element.offsetHeight > scroll.clientHeight) element.scrollIntoView({ block: "start" });
  else toEnd();
}

function changeMessage(persona, message) {
  const old = log.querySelector(`[data-message="${message.id}"]`);
  if (!old) return;
  const order = [...persona.messages.values()];
  const element = makeMessage(persona, message, order[order.indexOf(message) - 1] ?? null, presser(persona));
  // Whoever works with the keyboard stays on the button that they just pressed.
  const focus = [...old.querySelectorAll(".press")].indexOf(document.activeElement);
  if (message.author === "bot") element.classList.add("changed");
  old.replaceWith(element);
  if (focus >= 0) element.querySelectorAll(".press")[focus]?.focus({ preventScroll: true });
  if (atEnd) toEnd();
}

function toEnd() {
  scroll.scrollTop = scroll.scrollHeight;
  atEnd = true;
  $("newer").hidden = true;
}

function announce(persona, message) {
  const who = persona === current ? "Loa Phường" : `Tin mới cho ${persona.name}`;
  $("announce").textContent = `${who}: ${plain(message.html).slice(0, 400)}`;
}

// ---- Empty chat, quick commands, composer --------------------------------------------------------------

function showEmpty() {
  if (!run) return;
  const bare = current.messages.size === 0 && current.outbox.size === 0;
  empty.hidden = !bare;
  if (!bare) return;
  const start = make("button", { class: "start", type: "button" }, "Bắt đầu");
  start.addEventListener("click", () => say(current, "/start"));
  const actions = make("div", { class: "empty-actions" }, start);
  if (sample && ["writer", "approver", "admin"].includes(current.role)) {
    const paste = make("button", { class: "start second", type: "button" }, "Dán báo cáo mẫu");
    paste.addEventListener("click", () => compose(`/post ${sample}`));
    actions.append(paste);
  }
  empty.replaceChildren(
    make("img", { src: "/static/icon.svg", alt: "", width: 72, height: 72 }),
    make("h3", {}, `Chào ${current.name[0].toLowerCase()}${current.name.slice(1)}!`),
    make("p", {}, HINTS[current.role] ?? HINTS.resident),
    actions,
  );
}

function showChips() {
  const all = [...(CHIPS[current.look === "zalo" ? "zalo" : current.role] ?? CHIPS.resident)];
  const posting = all.findIndex(([, words]) => words === "/post ");
  if (sample && posting >= 0) all.splice(posting, 0, ["Dán báo cáo mẫu", `/post ${sample}`, true]);
  chips.replaceChildren(
    ...all.map(([label, words, paste]) => {
      const chip = make("button", { class: "chip", type: "button", title: paste ? "/post …" : words.trim() }, label);
      chip.addEventListener("click", () => (paste || words.endsWith(" ") ? compose(words) : say(current, words)));
      return chip;
    }),
  );
  chips.scrollLeft = 0;
}

function compose(words) {
  text.value = words;
  fit();
  text.focus();
  text.setSelectionRange(words.length, words.length);
}

function fit() {
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight + 2}px`;
  $("composer").classList.toggle("ready", text.value.trim() !== "");
  if (atEnd) toEnd();
}

function submit() {
  if (!current || !text.value.trim()) return;
  say(current, text.value);
  text.value = "";
  fit();
}

const touch = matchMedia("(pointer: coarse)");

text.addEventListener("input", fit);
text.addEventListener("keydown", (event) => {
  // isComposing and 229: an input method (Telex, VNI) uses Enter to finish a word.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229 || touch.matches) return;
  event.preventDefault();
  submit();
});
$("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
  text.focus();
});
// Tapping "send" must not close a phone's keyboard between two messages.
$("send").addEventListener("pointerdown", (event) => event.preventDefault());
scroll.addEventListener("scroll", () => {
  atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 48;
  if (atEnd) $("newer").hidden = true;
}, { passive: true });
new ResizeObserver(() => atEnd && toEnd()).observe(scroll);
$("newer").addEventListener("click", toEnd);
offerFiles(() => current.id, () => {
  const words = text.value.trim();
  compose("");
  return words;
});
document.addEventListener("visibilitychange", markSeen);
addEventListener("hashchange", () => choose(location.hash.slice(1)));

async function begin() {
  try {
    const answer = await fetch("/tryout/personas");
    const told = await answer.json();
    sample = told.sample;
    told.personas.forEach((persona, index) => {
      const kept = { ...persona, messages: new Map(), outbox: new Map(), keys: [], draft: "", seen: 0 };
      kept.item = makeItem(kept, index);
      personas.set(persona.id, kept);
    });
  } catch {
    showConnection(false);
    setTimeout(begin, 2000);
    return;
  }
  nav.replaceChildren(...[...personas.values()].map(({ item }) => item));
  choose(location.hash.slice(1));
  listen({ snapshot: takeSnapshot, message: takeMessage, removed: takeRemoval, keys: takeKeys }, showConnection);
}

begin();
