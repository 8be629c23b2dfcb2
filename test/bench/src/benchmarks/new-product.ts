/** The body of every product the bench creates: about as long as a product of a real shop. */
export const NEW_PRODUCT = {
  name: 'Lamp "Harbour", brass, 40 cm',
  description: 'A lamp for the desk. '.repeat(10),
  price: { amount: 12_900, currency: 'EUR' },
}
