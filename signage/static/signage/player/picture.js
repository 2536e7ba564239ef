// A picture of what stands on the screen, read off the document: colours, pictures and clips, and words line by line where they stand.

const COLOUR = /rgba?\([^)]+\)/g;

/** A JPEG of the element, `width` pixels wide. What runs in a frame cannot be read: its title stands for it. */
export async function pictureOf(root, width) {
  const box = root.getBoundingClientRect();
  const scale = width / box.width;
  const canvas = new OffscreenCanvas(width, Math.round(box.height * scale));
  const pen = canvas.getContext("2d", { alpha: false });
  pen.scale(scale, scale);
  pen.translate(-box.left, -box.top);
  paint(pen, root);
  return canvas.convertToBlob({ type: "image/jpeg", quality: 0.72 });
}

function paint(pen, element) {
  const style = getComputedStyle(element);
  if (style.display === "none" || style.opacity === "0") return;
  const box = element.getBoundingClientRect();
  pen.save();
  pen.globalAlpha *= Number(style.opacity);
  if (style.overflow !== "visible") clip(pen, box);
  if (style.visibility === "visible") {
    fill(pen, style, box);
    draw(pen, element, style, box);
  }
  for (const part of element.childNodes) {
    if (part.nodeType === Node.ELEMENT_NODE) paint(pen, part);
    else if (part.nodeType === Node.TEXT_NODE && style.visibility === "visible") write(pen, part, style);
  }
  pen.restore();
}

function clip(pen, { left, top, width, height }) {
  pen.beginPath();
  pen.rect(left, top, width, height);
  pen.clip();
}

function fill(pen, { backgroundColor, backgroundImage }, { left, top, width, height }) {
  const colours = backgroundImage.match(COLOUR) ?? [];
  const shade = pen.createLinearGradient(left, top, left + width, top + height);
  colours.forEach((colour, place) => shade.addColorStop(place / Math.max(1, colours.length - 1), colour));
  pen.fillStyle = colours.length ? shade : backgroundColor;
  pen.fillRect(left, top, width, height);
}

function draw(pen, element, { color }, box) {
  if (element instanceof HTMLImageElement) contain(pen, element, element.naturalWidth, element.naturalHeight, box);
  else if (element instanceof HTMLVideoElement) contain(pen, element, element.videoWidth, element.videoHeight, box);
  else if (element instanceof HTMLIFrameElement) name(pen, element.title, color, box);
}

function contain(pen, source, width, height, box) {
  if (!width || !height) return;
  const scale = Math.min(box.width / width, box.height / height);
  const [w, h] = [width * scale, height * scale];
  pen.drawImage(source, box.left + (box.width - w) / 2, box.top + (box.height - h) / 2, w, h);
}

function name(pen, title, color, { left, top, width, height }) {
  pen.font = `${height / 14}px sans-serif`;
  pen.textAlign = "center";
  pen.fillStyle = color;
  pen.fillText(title, left + width / 2, top + height / 2, width * 0.9);
}

function write(pen, node, { color, fontWeight, fontSize, fontFamily }) {
  pen.font = `${fontWeight} ${fontSize} ${fontFamily}`;
  pen.fillStyle = color;
  const { fontBoundingBoxAscent: up, fontBoundingBoxDescent: down } = pen.measureText("国");
  for (const { text, left, right, top, bottom } of linesOf(node)) {
    pen.fillText(text, left, (top + bottom + up - down) / 2, right - left);
  }
}

/** The lines as the browser broke them; a character that takes no room belongs to none. */
function linesOf(node) {
  const lines = [];
  const range = document.createRange();
  let at = 0;
  for (const character of node.data) {
    range.setStart(node, at);
    range.setEnd(node, (at += character.length));
    const { left, right, top, bottom } = range.getBoundingClientRect();
    if (right <= left) continue;
    const line = lines.at(-1);
    if (line && Math.abs(line.top - top) < (bottom - top) / 2) Object.assign(line, { text: line.text + character, right });
    else lines.push({ text: character, left, right, top, bottom });
  }
  return lines;
}
