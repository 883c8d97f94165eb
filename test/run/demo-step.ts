import { defined } from '../processes/defined.ts';
import { freePort, isTaken } from '../processes/free-port.ts';
import { root } from '../processes/start-node.ts';
import { startProcess } from '../processes/start-process.ts';
import { untilAnswering } from '../processes/until-answering.ts';

// One step of `npm test`: the demo as a person starts and stops it. Not among vitest's tests, because
// it builds the client anew, under the feet of those that use it at the same time.
const [appPort, orgPort] = [await freePort(), await freePort()];
const ready = `ready http://localhost:${appPort}`;
let tellReady: (value: true) => void = () => {};
const isReady = new Promise<true>((resolve) => {
  tellReady = resolve;
});
const demo = startProcess('npm', ['run', 'demo'], {
  cwd: root,
  env: defined({ ...process.env, PORT: String(appPort), ORG_PORT: String(orgPort) }),
  onOutput: () => demo.output().split('\n').includes(ready) && tellReady(true),
});
const complaints: string[] = [];
if ((await Promise.race([isReady, demo.exited])) === true) {
  await untilAnswering('The page', `http://localhost:${appPort}/`, demo);
  await demo.stop();
  const { ok, reason } = await demo.exited;
  if (!ok) complaints.push(`SIGTERM ended it with ${reason}, not with 0`);
  if (await isTaken(appPort)) complaints.push('the server runs on');
  if (await isTaken(orgPort)) complaints.push('the embedded org runs on');
} else {
  complaints.push(`it ended without having said: ${ready}`);
}
if (complaints.length > 0) {
  console.log(`${demo.output()}\n${complaints.join('\n')}`);
  process.exitCode = 1;
}
