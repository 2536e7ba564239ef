// data-dialog="id" opens a <dialog>, data-dialog-close closes it, so does a click beside it. Both may be links, href="#id" and "#":
// without scripts the address then opens and closes the dialog (`:target`).
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialog);
    if (dialog) event.preventDefault();
    if (dialog && !dialog.open) dialog.showModal();
    return;
  }
  if (event.target.closest("[data-dialog-close]")) {
    event.preventDefault();
    event.target.closest("dialog")?.close();
    return;
  }
  if (event.target instanceof HTMLDialogElement && event.target.open) {
    const box = event.target.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) event.target.close();
  }
});

// What opens in another tab leaves this page where it is.
document.addEventListener("submit", ({ target }) => {
  if (target.target === "_blank") target.closest("dialog")?.close();
});
