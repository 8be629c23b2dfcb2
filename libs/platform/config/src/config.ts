import type { ConfigSectionClass } from './config-section.js'

/** The validated configuration of a process, by section. */
export class Config {
  constructor(readonly sections: ReadonlyMap<ConfigSectionClass, object>) {}

  /**
   * The values of one section.
   *
   * @throws TypeError when the process did not read that section, which is a fault of its `main.ts`.
   */
  section<Section extends object>(type: ConfigSectionClass<Section>): Section {
    const section = this.sections.get(type)
    if (section === undefined) {
      throw new TypeError(`The section ${type.name} was not read; name it in the process's readConfig([...]).`)
    }
    return section as Section
  }
}
