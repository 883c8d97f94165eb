/** Who is signed in, as the ID token and Salesforce's userinfo say. A person is (organization, user id): user ids alone repeat across sandboxes. */
export interface User {
  readonly id: string;
  readonly organizationId: string;
  readonly username: string;
  readonly name: string;
  readonly email: string;
}
