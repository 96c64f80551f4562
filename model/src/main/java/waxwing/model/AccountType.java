package waxwing.model;

/// Whether an account speaks for a person or for a business. Fixed at registration and part of every credential.
public enum AccountType {
    PERSON,
    BUSINESS
}
