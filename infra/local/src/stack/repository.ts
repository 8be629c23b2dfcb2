import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root of the clone this file is part of; the same from `src` and from `dist`. */
export const REPOSITORY = fileURLToPath(new URL('../../../../', import.meta.url))

/** Where a stack lives unless told otherwise. */
export const DEFAULT_DIRECTORY = join(REPOSITORY, '.local', 'stack')

/** The HAProxy configurations, the same for the embedded stack and for containers. */
export const HAPROXY_DIRECTORY = join(REPOSITORY, 'infra', 'haproxy')

/** Where Node keeps compiled code: a dozen processes that load the same modules start a tenth cheaper. */
export const COMPILE_CACHE = join(REPOSITORY, '.local', 'compile-cache')

/** A compiled program of this package. */
export const ownProgram = (path: string) => join(REPOSITORY, 'infra', 'local', 'dist', path)

/** The entry of an application. */
export const applicationProgram = (name: string) => join(REPOSITORY, 'apps', name, 'dist', 'main.js')

/** The module that starts tracing, loaded before an application. */
export const TRACING_MODULE = join(REPOSITORY, 'libs', 'platform', 'telemetry', 'dist', 'register.js')
