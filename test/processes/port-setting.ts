import { isTaken } from './free-port.ts';

/**
 * A port as the environment names it, or the default.
 *
 * @throws {Error} when it is no port, or when somebody else listens on it
 */
export async function portSetting(
  name: 'PORT' | 'ORG_PORT',
  standard: number,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<number> {
  const text = environment[name] || String(standard);
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) {
    throw new Error(`${name} must be a port, 1 to 65535`);
  }
  if (await isTaken(port)) {
    throw new Error(`Port ${port} is in use: stop what listens there, or set ${name} to another`);
  }
  return port;
}
