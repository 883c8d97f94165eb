import { existsSync } from 'node:fs';
import { defined } from '../processes/defined.ts';
import { runProcess } from '../processes/run-process.ts';

/** A program that tests need and npm does not bring. */
export interface NeededProgram {
  readonly name: string;
  find(): string | undefined;
  readonly debianPackage: string;
  /** What to say where there is none and none can be installed. */
  readonly howToInstall: string;
}

/**
 * Sees to it that the tests find a program: installs Debian's package where there is none and this is
 * root on Debian. Where it cannot, it says so, and the tests that need it fail by themselves.
 */
export async function providePackage(program: NeededProgram, signal: AbortSignal): Promise<void> {
  const { name, debianPackage, howToInstall } = program;
  if (program.find() !== undefined) return;
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) {
    console.log(howToInstall);
    return;
  }
  console.log(`No ${name} here: installing the Debian package ${debianPackage}`);
  const steps = [
    ['update', '-q'],
    ['install', '-q', '-y', '--no-install-recommends', debianPackage],
  ];
  for (const args of steps) {
    const { ok, reason } = await runProcess('apt-get', args, {
      deadlineSeconds: 600,
      stdio: 'inherit',
      env: { ...defined(process.env), DEBIAN_FRONTEND: 'noninteractive' },
      signal,
    });
    if (!ok) {
      console.log(`apt-get ${args[0]} failed (${reason}). ${howToInstall}`);
      return;
    }
  }
}
