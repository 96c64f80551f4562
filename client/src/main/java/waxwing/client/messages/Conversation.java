package waxwing.client.messages;

import waxwing.client.people.Contact;

/// All that was said with one contact, as a line of an overview.
///
/// @param last the latest message in either direction
/// @param unread received and not yet acknowledged
public record Conversation(Contact with, StoredMessage last, int unread) {}
