import { Config } from './config.js'
import type { ConfigSectionClass } from './config-section.js'
import { InvalidConfigurationError, isInvalidConfigurationError } from './invalid-configuration.error.js'
import type { ConfigurationFault } from './variable.js'

/** The exit code of a process whose configuration is wrong (EX_CONFIG of sysexits.h): restarting it is no use. */
export const EXIT_CONFIGURATION = 78

/**
 * Reads the `sections` that a process needs from its environment.
 *
 * @throws InvalidConfigurationError listing the faults of all sections at once.
 */
export function readConfig(
  sections: readonly ConfigSectionClass[],
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Config {
  const faults = new Map<string, ConfigurationFault>()
  const read = new Map<ConfigSectionClass, object>()
  for (const type of sections) {
    const outcome = type.read(environment)
    // Two sections may use one variable; its fault is listed once.
    for (const fault of outcome.faults) faults.set(`${fault.variable} ${fault.fault}`, fault)
    if (outcome.section) read.set(type, outcome.section)
  }
  if (faults.size > 0) throw new InvalidConfigurationError([...faults.values()])
  return new Config(read)
}

/**
 * {@link readConfig} for a `main.ts`: where the configuration is wrong it says so on stderr, for a person, and ends
 * the process with {@link EXIT_CONFIGURATION}.
 */
export function readConfigOrExit(sections: readonly ConfigSectionClass[]): Config {
  try {
    return readConfig(sections)
  } catch (error) {
    if (!isInvalidConfigurationError(error)) throw error
    process.stderr.write(`${error.message}\n${error.advice}\n`)
    process.exit(EXIT_CONFIGURATION)
  }
}
