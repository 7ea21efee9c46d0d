// Runs before the first paint, so that a stored theme never flashes. The toggle itself is in theme.js.
try {
  const theme = localStorage.getItem('imagegen.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage is blocked: the system's preference holds.
}
