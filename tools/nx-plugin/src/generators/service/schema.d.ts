/** Options of the `service` generator; schema.json says what each means. */
export interface ServiceSchema {
  name: string;
  directory?: string;
}
