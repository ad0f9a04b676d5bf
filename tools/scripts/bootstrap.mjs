// The first thing that runs on a fresh machine: plain JavaScript, Node 20.19 or newer, no packages.
// It makes sure that the locked packages are installed, then hands over to tools/scripts/src/<command>.ts,
// run by the Node of the lock file.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const OLDEST_NODE = [20, 19];
const USAGE_ERROR = 64;
/** How often it is checked that npm is still there. */
const NPM_CHECK_MS = 500;
const COMMANDS = ['up', 'down', 'test', 'e2e'];
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const COMPILE_CACHE = pathToFileURL(join(root, 'tools', 'scripts', 'compile-cache.mjs')).href;
const stopping = { signal: undefined };

main(process.argv.slice(2)).catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error.exitCode ?? 1;
});

async function main([command, ...args]) {
  checkNode();
  checkPlatform();
  checkCommand(command);
  await installPackages();
  process.exitCode = await run(findNode(), ['--import', COMPILE_CACHE, scriptOf(command), ...args], {
    stdio: 'inherit',
  });
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  throw fault(`start: Node ${process.versions.node} is too old. Install Node ${OLDEST_NODE.join('.')} or newer.`);
}

function checkPlatform() {
  if (process.platform === 'linux' || process.platform === 'darwin') return;
  throw fault(`start: ${process.platform} is not supported. Use Linux or macOS; on Windows use WSL 2.`);
}

function checkCommand(command) {
  if (COMMANDS.includes(command)) return;
  throw fault(`start: there is no command "${command ?? ''}". Known: ${COMMANDS.join(', ')}.`);
}

function scriptOf(command) {
  return join(root, 'tools', 'scripts', 'src', `${command}.ts`);
}

/** The pinned Node where the lock file brings one (Linux), else the running one if it can run TypeScript. */
function findNode() {
  const pinned = join(root, 'node_modules', '.bin', 'node');
  if (existsSync(pinned)) return pinned;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  const wanted = readFileSync(join(root, '.nvmrc'), 'utf8').trim();
  throw fault(
    process.platform === 'linux'
      ? 'start: the packages were installed without their optional ones. Run "npm ci --include=optional".'
      : `start: Node ${process.versions.node} cannot run TypeScript. Install Node ${wanted} (.nvmrc).`,
  );
}

/** Runs `npm ci` unless what is installed is what the lock file says. Two at once: the second waits. */
async function installPackages() {
  if (isInstalled()) return;
  const unlock = await lock(join(root, '.slipway', 'install.lock'));
  try {
    if (isInstalled()) return;
    process.stderr.write('Installing the locked npm packages (about 30 s) ...\n');
    const started = Date.now();
    const npm = process.env.npm_execpath;
    // The machine's Node only starts npm: what packages want of it does not matter, and no package needs its install script.
    const ci = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    const [file, args] = npm ? [process.execPath, [npm, ...ci]] : ['npm', ci];
    const code = await run(file, args, { cwd: root, stdio: ['ignore', 2, 2] });
    if (code !== 0) throw fault(`install npm packages: npm ci ended with ${code}. Its message is above.`, code);
    process.stderr.write(`Installed the npm packages in ${Math.round((Date.now() - started) / 1000)} s.\n`);
  } finally {
    unlock();
  }
}

/** npm writes node_modules/.package-lock.json when an installation is complete. */
function isInstalled() {
  const installed = readPackages(join(root, 'node_modules', '.package-lock.json'));
  if (!installed || !existsSync(join(root, 'node_modules', 'nx', 'package.json'))) return false;
  const locked = readPackages(join(root, 'package-lock.json')) ?? {};
  return Object.entries(locked).every(([path, wanted]) => {
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) return true;
    const present = installed[path];
    if (!present) return wanted.optional === true || wanted.devOptional === true || wanted.peer === true;
    return present.version === wanted.version && present.integrity === wanted.integrity;
  });
}

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** A lock that a dead process does not hold. Returns the function that releases it. */
async function lock(path) {
  mkdirSync(dirname(path), { recursive: true });
  for (let isTold = false; ;) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw fault(`install npm packages: ${error.message}.`, 1);
    }
    const holder = Number(readText(path));
    if (holder > 0 && !isAlive(holder)) rmSync(path, { force: true });
    else if (!isTold) {
      process.stderr.write(`Waiting for process ${holder}, which installs the npm packages ...\n`);
      isTold = true;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Runs a program to its end and passes signals on. Resolves with its exit code. */
function run(file, args, options) {
  if (stopping.signal) return Promise.resolve(128 + constants.signals[stopping.signal]);
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, options);
    const pass = (signal) => {
      stopping.signal = signal;
      child.kill(signal);
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, pass);
    const watch = watchNpm(() => pass('SIGTERM'));
    const settle = (finish) => {
      clearInterval(watch);
      for (const signal of signals) process.removeListener(signal, pass);
      finish();
    };
    child.on('error', (error) => settle(() => reject(fault(`start ${file}: ${error.message}.`, 1))));
    child.on('exit', (code, signal) => settle(() => resolve(code ?? 128 + constants.signals[signal])));
  });
}

/** A SIGTERM ends npm alone, and its script would go on unseen: it is then stopped as well. */
function watchNpm(onGone) {
  const npm = process.ppid;
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const watch = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(watch);
    onGone();
  }, NPM_CHECK_MS);
  return watch.unref();
}

function fault(message, exitCode = USAGE_ERROR) {
  return Object.assign(new Error(message), { exitCode });
}
