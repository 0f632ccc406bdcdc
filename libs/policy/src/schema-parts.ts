// What the parts of the schema are made of.

export const duration = {
  type: 'string',
  pattern: '^[0-9]+(\\.[0-9]{1,9})?s$',
  description: 'Seconds with up to nine decimals and an s, such as "0.25s".',
};

/** An object with these fields and no others. */
export const closed = (properties: Record<string, object>, required: string[] = []) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});

/** Which methods an entry is for. */
export const methodNames = {
  type: 'array',
  items: {
    ...closed({ service: { type: 'string' }, method: { type: 'string' } }),
    dependentRequired: { method: ['service'] },
  },
  minItems: 1,
};
