// A setup file: the files of one worker share its page, and each finds it as a browser opens it.
history.replaceState(null, '', '/');
document.body.replaceChildren();
document.head.replaceChildren();
localStorage.clear();
sessionStorage.clear();
