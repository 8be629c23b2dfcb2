export * from './files/temporary-directory.js'
export * from './single/servers.js'
export * from './single/test-region.js'
export * from './tokens/token-issuer.js'
