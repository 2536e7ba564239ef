setInterval(() => postMessage("look"), 5_000);
