// What stands around the input line: the large keys that the bot gave, the button that sends a file, a passing word.

import { make } from "/static/markup.js";
import { post } from "/static/net.js";

const MOST_FILE = 20 * 1024 * 1024;
const PHOTOS = ["image/jpeg", "image/png"];

const $ = (id) => document.getElementById(id);

export function toast(words) {
  $("toast").textContent = words;
  $("toast").hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => ($("toast").hidden = true), 4000);
}

// As on a phone: pressing a key says what stands on it.
export function showKeys(keys, say) {
  $("keys").hidden = keys.length === 0;
  $("keys").closest(".foot").classList.toggle("keyed", keys.length > 0);
  $("keys").replaceChildren(
    ...keys.map((label) => {
      const key = make("button", { class: "key", type: "button" }, label);
      key.addEventListener("click", () => say(label));
      return key;
    }),
  );
}

// `who` gives the persona's id, `takeWords` what was typed, which goes with the file, and empties the line.
export function offerFiles(who, takeWords) {
  $("attach").addEventListener("click", () => $("file").click());
  $("file").addEventListener("change", async () => {
    const [file] = $("file").files;
    $("file").value = "";
    if (!file) return;
    if (file.size > MOST_FILE) {
      toast("Tệp quá lớn. Mỗi tệp không quá 20 MB.");
      return;
    }
    const body = {
      persona: who(),
      name: file.name,
      photo: PHOTOS.includes(file.type),
      text: takeWords(),
      data: await base64(file),
      key: crypto.randomUUID(),
    };
    $("attach").classList.add("busy");
    const { ok, error } = await post("/tryout/uploads", body);
    $("attach").classList.remove("busy");
    if (!ok) toast(error ?? "Chưa gửi được tệp, hãy thử lại.");
  });
}

function base64(file) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => done(reader.result.slice(reader.result.indexOf(",") + 1)));
    reader.addEventListener("error", () => failed(reader.error));
    reader.readAsDataURL(file);
  });
}
