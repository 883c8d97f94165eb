import type { RequestHandler } from 'express';

const css = `:root { color-scheme: light dark; --ink: #1d2421; --paper: #f6f4ef; --card: #ffffff; --quiet: #5c6661; --accent: #17614a; --on-accent: #ffffff; --line: #dcd8ce; }
@media (prefers-color-scheme: dark) { :root { --ink: #eceee9; --paper: #131715; --card: #1c211e; --quiet: #a5afa9; --accent: #7fd1b1; --on-accent: #0d1f18; --line: #333b37; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--paper); color: var(--ink); font: 1rem/1.6 system-ui, sans-serif; }
main { width: 100%; max-width: 32rem; padding: clamp(1.5rem, 6vw, 3rem); background: var(--card); border: 1px solid var(--line); border-radius: 1rem; }
h1 { margin: 0 0 1rem; font-size: 1.5rem; line-height: 1.25; }
p { margin: 0 0 1.5rem; }
a { color: var(--accent); }
a:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: .25rem; }
.actions { display: flex; flex-wrap: wrap; align-items: center; gap: .75rem 1.5rem; }
.primary { padding: .65rem 1.25rem; border-radius: .5rem; background: var(--accent); color: var(--on-accent); font-weight: 600; text-decoration: none; }
.reference { margin: 0; color: var(--quiet); font-size: .8125rem; overflow-wrap: anywhere; }
`;

/** `GET /auth/page.css`: the pages of a failed sign-in bring their own look, so that no application has to. */
export const pageStyle: RequestHandler = (_request, response) => {
  response.set('Cache-Control', 'public, max-age=3600').type('css').send(css);
};
