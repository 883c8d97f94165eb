import { createOrg } from './create-org.ts';
import { administrator, demoPassword, demoUsers, integrationUser } from './pages/demo-users.ts';

const port = Number(process.env.ORG_PORT || 3001);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error('ORG_PORT: must be a port number');
  process.exit(1);
}

const org = await createOrg({ port, log: (error) => console.error(error) });
console.log(`
The embedded org answers at ${org.url} (and http://localhost:${org.port})

  client id      ${org.app.clientId}
  client secret  GET ${org.url}/__org__/app

  Users, all with the password ${demoPassword}:
${[...demoUsers, integrationUser, administrator].map(({ username, who }) => `    ${username.padEnd(28)} ${who}`).join('\n')}
`);
console.log(`ready ${org.url}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    await org.close();
    process.exit(0);
  });
}
