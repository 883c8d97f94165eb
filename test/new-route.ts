import { planFiles } from './new-route/plan-files.ts';
import { Misunderstood, readArguments } from './new-route/read-arguments.ts';
import { writePlan } from './new-route/write-plan.ts';
import { root } from './processes/start-node.ts';

// `npm run new:route <name>`: a route, a component that uses it, and a test of each, to begin with.
try {
  const route = readArguments(process.argv.slice(2), process.env);
  const plan = planFiles(root, route);
  await writePlan(root, plan);
  for (const path of plan.added.keys()) console.log(`new      ${path}`);
  for (const path of plan.changed.keys()) console.log(`changed  ${path}`);
} catch (error) {
  const text = error instanceof Misunderstood ? error.message : String(error);
  console.error(`${text}\nNothing was written.`);
  process.exitCode = 1;
}
