import { StackFiles } from '../stack/stack-files.js'
import { mintToken } from './mint-token.js'
import { isNoSigningKeyError } from './no-signing-key.error.js'
import { TOKEN_USAGE, readTokenArguments } from './token-arguments.js'

const EXIT_USAGE = 64

try {
  const request = readTokenArguments(process.argv.slice(2))
  const answer = 'help' in request ? TOKEN_USAGE : await mintToken(new StackFiles(request.directory), request)
  process.stdout.write(`${answer}\n`)
} catch (error) {
  if (isNoSigningKeyError(error)) {
    process.stderr.write(`${error.message}\n${error.advice}\n`)
    process.exitCode = 1
  } else if (error instanceof TypeError) {
    process.stderr.write(`${error.message}\n\n${TOKEN_USAGE}\n`)
    process.exitCode = EXIT_USAGE
  } else throw error
}
