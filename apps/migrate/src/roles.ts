import type { InstallRoles } from '@bicoastal/convergence'

/** The roles that the service's programs connect as; whoever sets up the server creates them. */
export const ROLES: InstallRoles = { application: 'bicoastal_app', replication: 'bicoastal_replication' }
