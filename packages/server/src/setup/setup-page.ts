/** Text of strangers in HTML. */
function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

const STYLE = `
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 28rem; margin: 12vh auto; padding: 0 1rem; color: #1c2430; background: #f6f7f9 }
  main { background: #fff; border: 1px solid #d9dee5; border-radius: 10px; padding: 1.5rem 2rem 2rem }
  label { display: block; margin-top: 1rem; font-weight: 600 }
  input { width: 100%; box-sizing: border-box; font: inherit; padding: .5rem .6rem; border: 1px solid #aeb7c3; border-radius: 6px }
  button { margin-top: 1.5rem; width: 100%; font: inherit; font-weight: 600; padding: .6rem; border: 0; border-radius: 6px; color: #fff; background: #1f5fbf }
  .fault { margin-top: 1rem; padding: .5rem .8rem; border-radius: 6px; color: #8a1c1c; background: #fdecec }
  @media (prefers-color-scheme: dark) {
    body { color: #e6eaf0; background: #12161c } main { background: #1b2129; border-color: #313a46 }
    input { color: inherit; background: #12161c; border-color: #4a5563 } .fault { color: #ffb4b4; background: #3a1d1d }
  }
`;

function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · Cordboard</title><style>${STYLE}</style></head><body><main>${content}</main></body></html>
`;
}

/** The form of the first start. `fault` tells what was wrong with what was sent. */
export function setupForm(o: { code: string; email?: string; company?: string; fault?: string }): string {
  return page(
    'Set up',
    `<h1>Welcome to Cordboard</h1><p>Make the first account and its administrator.</p>
${o.fault === undefined ? '' : `<p class="fault" role="alert">${escapeHtml(o.fault)}</p>`}
<form method="post" action="/setup"><input type="hidden" name="code" value="${escapeHtml(o.code)}">
<label for="company">Company</label><input id="company" name="company" required maxlength="200" autofocus value="${escapeHtml(o.company ?? '')}">
<label for="email">Your e-mail address</label><input id="email" name="email" type="email" required autocomplete="username" value="${escapeHtml(o.email ?? '')}">
<label for="password">Password, at least 10 characters</label><input id="password" name="password" type="password" required minlength="10" autocomplete="new-password">
<button>Create account</button></form>`,
  );
}

export function setupDone(email: string, publicUrl: string): string {
  return page(
    'Ready',
    `<h1>Ready</h1><p>The account is made, and <strong>${escapeHtml(email)}</strong> is its administrator.</p>
<p>Programs sign in at <code>${escapeHtml(publicUrl)}/2017-09-01/token</code>. The next step stands in the README: make people and their telephones.</p>`,
  );
}

export function setupClosed(): string {
  return page(
    'Closed',
    '<h1>Nothing to set up</h1><p>This link is used up or wrong. A server without an account prints a new one at its start.</p>',
  );
}
