// What one message looks like: built from its facts, with the handlers of its buttons handed in.

import { clock, fragment, make, size } from "/static/markup.js";

const COLLAPSE_CHARS = 900;
const GROUP_MINUTES = 5;

const MARKS = { pending: ["◷", "đang gửi"], sent: ["✓", "đã gửi"], failed: ["!", "chưa gửi được"], refused: ["!", "không gửi được"] };

function deliveryMark(state) {
  const [mark, words] = MARKS[state];
  return make("span", { class: "state", role: "img", "aria-label": words, title: words }, mark);
}

export function makeMessage(persona, message, previous, onPress) {
  const at = new Date(message.at);
  const near = previous && previous.author === message.author && at - new Date(previous.at) < GROUP_MINUTES * 60_000;
  const words = make("div", { class: "text" });
  words.append(fragment(message.html));
  const quote = message.quote ? make("div", { class: "quote", title: "Trả lời tin này" }, message.quote) : null;
  const body = make("div", { class: "body" }, make("div", { class: "bubble" }, quote, words));
  const bubble = body.firstChild;
  if (message.author === "me" && words.textContent.length > COLLAPSE_CHARS) collapse(bubble, words);
  if (message.file?.photo !== undefined) {
    const src = `/tryout/files/${message.id}?v=${message.file.photo}`;
    words.before(make("img", { class: "photo", src, alt: message.file.name }));
  } else if (message.file) {
    const { name } = message.file;
    const parts = [make("b", {}, name), make("span", {}, `Tải về · ${size(message.file.size)}`)];
    const icon = make("span", { class: "file-icon", "aria-hidden": "true" }, "↓");
    const href = `/tryout/files/${message.id}`;
    bubble.append(make("a", { class: "file", href, download: name }, icon, make("span", { class: "file-name" }, ...parts)));
  }
  bubble.append(
    make(
      "div",
      { class: "meta" },
      message.protected ? make("span", { title: "Chỉ để đọc, không chuyển tiếp được" }, "chỉ để đọc · ") : null,
      message.edited ? make("span", { class: "edited" }, "đã sửa · ") : null,
      make("time", { datetime: message.at, title: at.toLocaleString("vi-VN") }, clock(at)),
      message.author === "me" ? deliveryMark(message.pending ? "pending" : "sent") : null,
    ),
  );
  if (message.buttons.length) body.append(makeButtons(message, onPress));
  const side = message.author === "me" ? "mine" : "theirs";
  const speaker = make("span", { class: "hidden" }, message.author === "me" ? `${persona.name}: ` : "Loa Phường: ");
  const attributes = { class: `message ${side}${near ? " follows" : ""}`, "data-message": message.id };
  return make("li", attributes, speaker, body);
}

function makeButtons(message, onPress) {
  const rows = message.buttons.map((row) =>
    make(
      "div",
      { class: "row" },
      ...row.map(({ label, data }) => {
        const button = make("button", { class: "press", type: "button", "data-data": data }, label);
        button.addEventListener("click", () => {
          if (!button.hasAttribute("aria-disabled")) onPress(message, data, button);
        });
        return button;
      }),
    ),
  );
  return make("div", { class: "buttons", role: "group", "aria-label": "Nút bấm" }, ...rows);
}

function collapse(bubble, words) {
  words.classList.add("folded");
  const more = make("button", { class: "more", type: "button", "aria-expanded": "false" }, "Xem hết");
  more.addEventListener("click", () => {
    const folded = words.classList.toggle("folded");
    more.textContent = folded ? "Xem hết" : "Thu gọn";
    more.setAttribute("aria-expanded", String(!folded));
  });
  bubble.append(more);
}

export function makeOutbox(entry, onAgain) {
  const words = make("div", { class: "text" }, entry.text.slice(0, 20_000));
  const bubble = make("div", { class: "bubble" }, words);
  if (entry.text.length > COLLAPSE_CHARS) collapse(bubble, words);
  bubble.append(make("div", { class: "meta" }, make("time", {}, clock(entry.at)), deliveryMark(entry.state)));
  const body = make("div", { class: "body" }, bubble);
  if (entry.state === "failed" || entry.state === "refused") {
    const reason = entry.state === "failed" ? "Chưa gửi được, chạm để thử lại" : `${entry.error ?? "Không gửi được."} Chạm để sửa.`;
    const again = make("button", { class: "again", type: "button" }, reason);
    again.addEventListener("click", () => onAgain(entry));
    body.append(again);
  }
  return make("li", { class: `message mine ${entry.state}`, "data-key": entry.key }, body);
}
