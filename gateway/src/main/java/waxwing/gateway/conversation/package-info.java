/// When the business may write free text to a person: within 24 hours of the person's last message to it.
@NullMarked
package waxwing.gateway.conversation;

import org.jspecify.annotations.NullMarked;
