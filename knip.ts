import type { KnipConfig } from 'knip';

/** `<store-order-list>` in a template is the import of `store/orderList`, which knip cannot see. */
function importsOfTemplate(html: string): string {
  const tags = html.matchAll(/<(bff|store)-([a-z-]+)/g);
  return [...tags]
    .map(([, namespace, name = ''], index) => {
      const module = name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
      return `import Component${index} from '${namespace}/${module}';`;
    })
    .join('\n');
}

const config: KnipConfig = {
  entry: [
    'bench/main.ts',
    'bench/programs/{hello,hold-sessions,load,openid-connect,plain-stack,quick-salesforce,say-usage}.ts',
    'server/main.ts',
    'server/start.js',
    'server/{commands,jobs}/*.ts',
    'server/bff/index.ts',
    'server/bff/testing/index.ts',
    'client/modules/bff/testing/testing.ts',
    'test/{run,demo,dev,dev-server,new-route,screenshots}.ts',
    'test/run/demo-step.ts',
    'test/security/run.ts',
    'test/processes/{compile-cache.js,end-with-parent.ts}',
    'test/org/{main,cli-browser}.ts',
    'test/replica/main.ts',
    'package/build-package.ts',
    'client/modules/**/*.html',
  ],
  project: ['{bench,server,client,test,package}/**/*.{ts,js,html}', '*.ts'],
  // Applications of somebody's who has installed the package.
  ignore: ['test/package/app-*/**'],
  compilers: { html: importsOfTemplate },
  // npm scripts run it by its name.
  ignoreDependencies: ['node'],
  // What a route begins with that `npm run new:route --kind replica` writes.
  ignoreIssues: { 'server/api/replica.ts': ['exports'] },
  // A type in an exported function's signature may be exported for whoever wants to name it.
  ignoreExportsUsedInFile: { interface: true, type: true },
};

export default config;
