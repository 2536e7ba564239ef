// The items of a playlist: added, taken out, and moved by buttons or by dragging. The order travels in hidden numbers.
const form = document.querySelector("[data-items]");

if (form) {
  const list = form.querySelector("[data-item-list]");
  const template = form.querySelector("[data-item-template]");
  const total = form.elements.namedItem("items-TOTAL_FORMS");
  const status = form.querySelector("[data-item-status]");
  const kept = () => [...list.querySelectorAll("[data-item]:not(.is-removed)")];

  const number = () => {
    kept().forEach((item, place) => {
      item.querySelector("[data-item-number]").textContent = place + 1;
      item.querySelector("input[name$='-ORDER']").value = place + 1;
    });
    status.textContent = kept().map((item) => item.querySelector("[data-item-title]").textContent).join(", ");
  };

  const picture = (frame, { thumbnail, icon }) => {
    const drawing = frame.querySelector("use");
    drawing.setAttribute("href", drawing.getAttribute("href").replace(/#.*/, `#${icon}`));
    if (!thumbnail) return;
    const image = document.createElement("img");
    Object.assign(image, { src: thumbnail, alt: "" });
    frame.replaceChildren(image);
  };

  const add = () => {
    const holder = document.createElement("div");
    holder.innerHTML = template.innerHTML.replaceAll("__prefix__", total.value);
    total.value = Number(total.value) + 1;
    const item = holder.firstElementChild;
    const [wanted] = form.querySelector("[data-item-choice]").selectedOptions;
    item.querySelector("input[name$='-content']").value = wanted.value;
    item.querySelector("[data-item-title]").textContent = wanted.textContent;
    picture(item.querySelector("[data-item-picture]"), wanted.dataset);
    list.append(item);
    number();
    item.scrollIntoView({ block: "nearest" });
  };

  const move = (item, step) => {
    const items = kept();
    const other = items[items.indexOf(item) + step];
    if (!other) return;
    if (step < 0) other.before(item);
    else other.after(item);
    number();
  };

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const item = button?.closest("[data-item]");
    if (button?.matches("[data-item-add]")) add();
    if (button?.matches("[data-item-up]")) move(item, -1);
    if (button?.matches("[data-item-down]")) move(item, 1);
    if (button?.matches("[data-item-remove]")) {
      item.classList.add("is-removed");
      item.querySelector("input[name$='-DELETE']").checked = true;
      number();
    }
    if (button && item && !button.matches("[data-item-remove]")) button.focus();
  });

  let dragged = null;
  list.addEventListener("pointerdown", (event) => {
    const item = event.target.closest("[data-item]");
    if (item) item.draggable = Boolean(event.target.closest(".item-head"));
  });
  list.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("[data-item]");
  });
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("[data-item]");
    if (!dragged || !over || over === dragged) return;
    event.preventDefault();
    const { top, height } = over.getBoundingClientRect();
    if (event.clientY < top + height / 2) over.before(dragged);
    else over.after(dragged);
  });
  list.addEventListener("dragend", () => {
    dragged = null;
    number();
  });
  number();
}
