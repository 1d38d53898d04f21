package io.helipod.core.registry;

/**
 * What a registry is shown: a name and a password, or an identity token that stands for both.
 *
 * @param username empty for none
 * @param password of that user
 * @param identityToken a refresh token of the registry's token service (distribution spec, oauth2)
 */
public record RegistryCredentials(String username, Secret password, Secret identityToken) {
    /** None: whatever a registry lets anybody do. */
    public static final RegistryCredentials ANONYMOUS = new RegistryCredentials("", Secret.NONE, Secret.NONE);

    /** Name and password. */
    public static RegistryCredentials of(String username, String password) {
        return new RegistryCredentials(username, new Secret(password), Secret.NONE);
    }

    /** Whether there is nothing to show. */
    public boolean anonymous() {
        return username.isEmpty() && password.isEmpty() && identityToken.isEmpty();
    }
}
