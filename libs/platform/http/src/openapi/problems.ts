import type { HttpProblemClass, ProblemDefinition } from '../problem/http-problem.js'

const PROBLEMS = Symbol('bicoastal:problems')

/** Documents the problems a controller or handler answers with; adds to those declared before. */
export function Problems(...problems: readonly HttpProblemClass[]): ClassDecorator & MethodDecorator {
  return (target: object, _method?: string | symbol, descriptor?: PropertyDescriptor) => {
    const subject = (descriptor?.value as object | undefined) ?? target
    const definitions = [...problemsOf(subject), ...problems.map(({ definition }) => definition)]
    Reflect.defineMetadata(PROBLEMS, [...new Set(definitions)], subject)
  }
}

/** What {@link Problems} declared on a class or handler. */
export function problemsOf(subject: object): readonly ProblemDefinition[] {
  return (Reflect.getOwnMetadata(PROBLEMS, subject) as readonly ProblemDefinition[] | undefined) ?? []
}
