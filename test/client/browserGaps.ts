import { vi } from 'vitest';

/** What jsdom does not have and a page needs: it lays nothing out, so nothing scrolls or changes its size. */
class QuietResizeObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}

vi.stubGlobal('ResizeObserver', QuietResizeObserver);
window.scrollTo = vi.fn();
