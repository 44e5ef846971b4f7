// "3 hours ago" in place of a date; without this script the date stands.
const units = [["day", 86400], ["hour", 3600], ["minute", 60]];
const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" });

for (const time of document.querySelectorAll("time[datetime]")) {
  const seconds = (new Date(time.dateTime) - Date.now()) / 1000;
  const [unit, size] = units.find(([, size]) => Math.abs(seconds) >= size) ?? ["minute", 60];
  time.title = new Date(time.dateTime).toLocaleString();
  time.textContent = words.format(Math.round(seconds / size), unit);
}
