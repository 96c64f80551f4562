/// What an end does when the relay is evil, the line is cut, the process is killed, or a session is broken:
/// against a real relay, with a middleman that has its key.
@NullMarked
package waxwing.client.adversity;

import org.jspecify.annotations.NullMarked;
