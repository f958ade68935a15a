// Runs before `npm start`, `npm test`, `npm run demo` and `npm run bench`, on any Node >= 18:
// installs the exact dependencies of package-lock.json when they are missing or no longer match it.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** What a lock file says of each folder with a package. npm writes its own at the end of an installation. */
function packagesOf(...path) {
  const file = join(root, ...path);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : {};
}

const installed = packagesOf('node_modules', '.package-lock.json');
const matches = Object.entries(packagesOf('package-lock.json')).every(
  // Optional ones may be for another system; our own lie beside node_modules, or are links to there.
  ([folder, { version, optional, link }]) =>
    optional === true || link === true || !folder.includes('node_modules/') || installed[folder]?.version === version,
);
if (!matches) {
  console.error('Installing dependencies (npm ci) …');
  const npm = spawnSync('npm', ['ci'], { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (npm.status !== 0) {
    console.error('npm ci failed; see its messages above. Nothing was started.');
    process.exit(npm.status ?? 1);
  }
}
