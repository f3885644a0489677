// Says where a value does not fit a JSON Schema, as far as our OpenAPI document uses one.

type Schema = { readonly [name: string]: unknown }

const typeOf = (value: unknown) =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value

const fitsType = (type: unknown, value: unknown) => {
  const found = typeOf(value)
  return [type].flat().some((one) => one === found || (one === 'number' && found === 'integer'))
}

/** Fields that the schema does not name are faults too: what is answered must be described. */
export const createSchemaCheck = (document: { readonly components: { readonly schemas: Record<string, Schema> } }) => {
  const check = (schema: Schema, value: unknown, place = ''): string[] => {
    if (typeof schema.$ref === 'string') {
      const named = document.components.schemas[schema.$ref.split('/').at(-1) ?? '']
      return named === undefined ? [`${place}: ${schema.$ref} is not there`] : check(named, value, place)
    }
    const several = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined
    if (several !== undefined) {
      const faults = several.map((one) => check(one, value, place))
      return faults.some((found) => found.length === 0) ? [] : (faults[0] ?? [])
    }
    if (schema.const !== undefined && schema.const !== value) return [`${place}: is not ${String(schema.const)}`]
    if (Array.isArray(schema.enum) && !schema.enum.includes(value))
      return [`${place}: ${String(value)} is none of them`]
    if (schema.type !== undefined && !fitsType(schema.type, value)) return [`${place}: is ${typeOf(value)}`]
    if (typeof schema.pattern === 'string' && !new RegExp(schema.pattern).test(String(value)))
      return [`${place}: ${String(value)} does not fit ${schema.pattern}`]
    if (Array.isArray(value))
      return value.flatMap((one, i) => check((schema.items ?? {}) as Schema, one, `${place}/${i}`))
    if (schema.type !== 'object') return []
    const object = value as Schema
    const properties = (schema.properties ?? {}) as Record<string, Schema>
    const required = (schema.required ?? []) as string[]
    return [
      ...required.filter((name) => object[name] === undefined).map((name) => `${place}/${name}: is missing`),
      ...Object.entries(object).flatMap(([name, inner]) => {
        const own = properties[name] ?? (schema.additionalProperties || undefined)
        if (own === undefined) return [`${place}/${name}: is not described`]
        return check(own as Schema, inner, `${place}/${name}`)
      }),
    ]
  }
  return check
}
