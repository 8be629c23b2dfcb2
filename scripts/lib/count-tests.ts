// Prints "PASSED FAILED" for one run of the test runner: count-tests.ts RESULTS_FILE EXIT_STATUS
// Anything that did not run counts as failed, and so does a run that broke off or found no test.
import { readFileSync } from 'node:fs'

interface Results {
  readonly numTotalTests: number
  readonly numPassedTests: number
  readonly success: boolean
}

const [file = '', exitStatus = '1'] = process.argv.slice(2)

function count(): readonly [passed: number, failed: number] {
  let results: Results
  try {
    results = JSON.parse(readFileSync(file, 'utf8')) as Results
  } catch {
    return [0, 1]
  }
  const failed = results.numTotalTests - results.numPassedTests
  const brokeOff = (exitStatus !== '0' || !results.success || results.numTotalTests === 0) && failed === 0
  return [results.numPassedTests, brokeOff ? 1 : failed]
}

process.stdout.write(`${count().join(' ')}\n`)
