import { desiredState, type InstallOptions } from './desired-state.js'
import { fingerprintOf } from './installations.js'

/** The fingerprint of a program's tables in a region, for `agreementWith`. */
export function modelFingerprint(options: Pick<InstallOptions, 'region' | 'tables'>): string {
  // Roles and local tables are the installation's business: programs can do nothing about them.
  return fingerprintOf(desiredState({ ...options, roles: { application: '', replication: '' } }))
}
