import { STATE } from './upload'

/**
 * The observer of calls as it runs in a mini program: ES5 text, a function of its table `T` (see `GuardTable`). Plain
 * text, so that no compiler of ours or of the project changes it. What it can't judge for certain it says nothing about.
 *
 * It wraps each API so that arguments, `this`, the returned value and what is thrown stay as they are, and reads only
 * plain own properties of the arguments, so that no getter of the program runs because of it.
 */
export const RUNTIME = String.raw`function(p,T){
"use strict";
if(!p||p.${STATE})return;
var S={version:1,tool:"unplugin-mp-domains",platform:T.o,environment:T.e,calls:[]},K={};
Object.defineProperty(p,"${STATE}",{value:S});
function kind(h){
var n=h.replace(/\.$/,""),m=/^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(n),a,b;
if(h.charAt(0)==="[")return/^\[(::1?)\]$/.test(h)?"loopback":/^\[(f[cd]|fe[89ab]|ff)[\da-f]*:/.test(h)?"lan":/^\[[23][\da-f]{3}:/.test(h)?"ip":"";
if(m){
if(/(^|\.)0\d/.test(n)||m[1]>255||m[2]>255||m[3]>255||m[4]>255)return"";
a=+m[1];b=+m[2];
return a===127||a===0?"loopback":a===10||(a===172&&b>15&&b<32)||(a===192&&b===168)||(a===169&&b===254)||(a===100&&b>63&&b<128)||(a>223&&a<240)||n==="255.255.255.255"?"lan":"ip"}
if(/(^|\.)(\d+|0x[\da-f]*)$/.test(n)||/(^|\.)xn--/.test(n))return"";
if(/(^|\.)localhost$/.test(n)||n==="localhost.localdomain")return"loopback";
return n.indexOf(".")<0||/\.(local|localdomain|lan|internal|home\.arpa)$/.test(n)?"lan":"domain"}
function split(u){return/^([a-z][a-z\d+.-]*):\/\/([\w.-]+|\[[\da-f:]+\])(?::(\d{1,5}))?(?=[\/?#]|$)/i.exec(u)}
function mapped(u){
var m=split(u),i,e,r,s,k;
if(!m)return u;
r=u.slice(m[0].length);s=m[1].toLowerCase();
for(i=0;i<T.m.length;i++){e=T.m[i];
if(e[0]===m[0].toLowerCase()&&r.slice(0,e[1].length)===e[1]&&/^([\/?#]|$)/.test(r.slice(e[1].length)))return e[2]+r.slice(e[1].length)}
k=kind(m[2].toLowerCase());
for(i=0;i<T.n.length;i++){e=T.n[i];
if(e[0]===k&&/^(https?|wss?)$/.test(s)&&(e[1]==="*"||e[1]===(m[3]||null)))return(s.charAt(0)==="w"?e[2].replace(/^http/,"ws"):e[2])+r}
return u}
function listed(r,h,t){
var f=0,i,e,d,g=h.replace(/\.$/,"");
for(i=0;i<r.e.length;i++){e=r.e[i];d=e[2];
if(e[0]!==h&&!(d&&(g===d||g.slice(-d.length-1)==="."+d)))continue;
if(r.p==="any"||r.p==="unknown"||(r.p==="none"?!t:t===e[1]))return 2;
f=1}
return f}
function judge(u,c,l){
var r=T.c[c]||{},m=split(u),s,h,t,k,n,w;
if(/^(undefined|null|NaN|\[object Object\])([\/?#:.]|$)/.test(u))return"undefined-url";
if(!m)return l||T.r||/^[a-z][a-z\d+.-]*:|[\s\\]/i.test(u)?"":"malformed-url";
s=m[1].toLowerCase();h=m[2].toLowerCase();t=m[3]||null;
if(!/^(https?|wss?)$/.test(s)||t>65535||(!t&&/^http/.test(s)&&/^(tmp|usr|store|resource)$/.test(h)))return"";
if(/^(undefined|null|nan)$/.test(h))return"undefined-url";
k=kind(h);
if(!k)return"";
if(k==="loopback")return"loopback-host";
if(k==="lan"&&!((r.i==="lan"||r.i==="allowed")&&r.e&&listed(r,h,t)===2))return"lan-host";
if(T.f.indexOf(h.replace(/\.$/,""))>=0&&T.c[c])return"forbidden-host";
w=/^(http|ws)$/.test(s);
if(r.s&&r.s.indexOf(s)<0&&!(w&&r.s.indexOf(s+"s")>=0))return"malformed-url";
if(k==="ip"&&(r.i==="refused"||r.i==="lan"))return"ip-host";
if(w&&!(r.s&&r.s.indexOf(s)>=0)&&T.x.indexOf("insecure-scheme")<0)return"insecure-scheme";
n=r.e&&!r.b?listed(r,h,t):2;
return n===2?"":n?"port-mismatch":k==="lan"?"":"domain-not-listed"}
function frames(){
var a=String(new Error().stack||"").split("\n"),i,last=-1,m,o=[];
for(i=0;i<a.length;i++)if(a[i].indexOf("${STATE}See")>=0)last=i;
for(i=last+2;i<a.length&&o.length<6;i++){m=/([^\s(@]+):(\d+):(\d+)\)?\s*$/.exec(a[i]);
if(m)o.push(m[1].replace(/^.*?:\/\/[^\/]*\//,"")+":"+m[2]+":"+m[3])}
return o}
function ${STATE}See(name,q,a){
var o=a[0],u,d,v,c,k,e;
if(/^\d$/.test(q[1]))u=a[q[1]];
else if(o&&typeof o==="object"){d=Object.getOwnPropertyDescriptor(o,q[1]);u=d&&d.value}
if(typeof u!=="string")return;
v=mapped(u);c=judge(v.trim(),q[0],q[2]);
if(T.x.indexOf(c)>=0)c="";
u=u.replace(/[?#][^]*$/,"").replace(/(\/\/)[^\/]*@/,"$1");
k=name+" "+u;
if(Object.prototype.hasOwnProperty.call(K,k)){K[k].count++;return}
if(S.calls.length>=500)return;
e=K[k]={api:T.s+"."+name,category:q[0],url:u,code:c||null,at:frames(),count:1};
S.calls.push(e);
if(c&&typeof console!=="undefined")console.warn("[mp-domains] "+c+"  "+T.w[c].replace("{url}",v.replace(/[?#][^]*$/,""))+"\n  "+e.api+" ("+q[0]+", "+T.e+")"+(v===u?"":"  "+u)+(e.at.length?"\n  "+e.at.join("\n  "):""))}
function wrap(name){
var f,g,d;
try{f=p[name];d=Object.getOwnPropertyDescriptor(p,name);
if(typeof f!=="function"||(d&&!d.configurable&&!d.writable))return;
g=function(){try{${STATE}See(name,T.a[name],arguments)}catch(e){}return f.apply(this,arguments)};
try{Object.defineProperties(g,Object.getOwnPropertyDescriptors(f))}catch(e){}
Object.defineProperty(p,name,d&&!d.configurable?{value:g}:{value:g,configurable:true,enumerable:!d||d.enumerable,writable:true})}catch(e){}}
for(var name in T.a)wrap(name)}`
