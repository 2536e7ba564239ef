// The list of cameras: filters by name, and lets no more be chosen than fit on the page.
const form = document.querySelector("[data-choose]");
if (form) {
  const most = Number(form.dataset.choose);
  const boxes = [...form.querySelectorAll("input[name=cameras]")];
  const count = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    form.querySelector("[data-count]").textContent = String(chosen);
    for (const box of boxes) box.disabled = !box.checked && chosen >= most;
  };
  const filter = (text) => {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const hall of form.querySelectorAll("[data-hall]")) {
      let here = 0;
      for (const line of hall.querySelectorAll("[data-name]")) {
        const fits = words.every((word) => line.dataset.name.toLowerCase().includes(word));
        line.hidden = !fits;
        here += Number(fits);
      }
      hall.hidden = !here;
      shown += here;
    }
    form.querySelector("[data-filter-none]").hidden = shown > 0;
  };
  form.addEventListener("change", count);
  form.querySelector("[data-filter-input]").addEventListener("input", (event) => filter(event.target.value));
  form.querySelector("[data-filter-input]").addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  count();
}
